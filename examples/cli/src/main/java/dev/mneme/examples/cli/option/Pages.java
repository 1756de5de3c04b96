package dev.mneme.examples.cli.option;

import dev.mneme.request.ListPage;
import dev.mneme.request.ListRequest;
import dev.mneme.Searchable;
import java.util.function.Consumer;

/** Goes through all pages of a list. */
public final class Pages {
  public static final int SIZE = 500;

  private Pages() {}

  /** Hands over the first {@code most} entries; the request's limit is the size of a page. */
  public static void forEach(
      Searchable where, ListRequest request, long most, Consumer<ListPage.Entry> each) {
    long left = most;
    var next = request;
    while (left > 0) {
      var page = where.list(next);
      page.entries().stream().limit(left).forEach(each);
      left -= page.entries().size();
      if (page.next().isEmpty()) {
        return;
      }
      next = request.after(page.next().get());
    }
  }
}
