package dev.mneme.examples.hostile;

import dev.mneme.filter.Filter;
import dev.mneme.examples.hostile.HostileInputChild.Case;
import dev.mneme.request.ListRequest;
import dev.mneme.Namespace;
import dev.mneme.request.SearchRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Filters as text and as objects. */
final class HostileFilters {
  private final Namespace namespace;
  private final List<Case> cases = new ArrayList<>();

  HostileFilters(Namespace namespace) {
    this.namespace = namespace;
  }

  List<Case> all() {
    texts();
    objects();
    return cases;
  }

  private void text(String name, String filter) {
    cases.add(
        new Case(
            "filter text: " + name,
            () -> namespace.search(SearchRequest.text("alpha").filter(filter).build())));
  }

  private void object(String name, java.util.function.Supplier<Filter> filter) {
    cases.add(
        new Case(
            "filter: " + name,
            () -> {
              namespace.count(filter.get());
              namespace.list(ListRequest.newest(3).filter(filter.get()).build());
            }));
  }

  private void texts() {
    text("100,000 parentheses", "(".repeat(100_000) + "n = 1");
    text("balanced parentheses", "(".repeat(5_000) + "n = 1" + ")".repeat(5_000));
    text("100,000 NOT", "NOT ".repeat(100_000) + "n = 1");
    text("30 NOT", "NOT ".repeat(30) + "n = 1");
    text("100,000 AND", "n = 1 AND ".repeat(100_000) + "n = 1");
    text("100,000 OR", "n = 1 OR ".repeat(100_000) + "n = 1");
    text("1,000 OR", "n = 1 OR ".repeat(900) + "n = 2");
    text(
        "IN of 100,000",
        IntStream.range(0, 100_000)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "n IN (", ")")));
    text("open string of 1 MiB", "a = '" + "x".repeat(1 << 20));
    text("string of 1 MiB", "a = '" + "x".repeat(1 << 20) + "'");
    text("key of 1 MiB", "x".repeat(1 << 20) + " = 1");
    text("number without end", "n = " + "9".repeat(1 << 20));
    text("exponent", "n = 1e999999999");
    text("small exponent", "n = 1e-999999999");
    text("long", "n = 9223372036854775808");
    text("far time", "n = TIME '+999999999-12-31T23:59:59Z'");
    text("no time", "n = TIME '" + "2".repeat(100_000) + "'");
    text("reversed bounds", "n BETWEEN 9 AND 1");
    text("NUL", "a = '\0'");
    text("NUL outside", "a \0= 'x'");
    text("surrogate", "a = '\ud800'");
    text("surrogate key", "\"\udc00\" = 1");
    text("right to left", "\u202eeman = '\u05d0\u05d1'");
    text("control characters", "a = '\u0001\u0002\n\r\u001b[31m'");
    text("control outside", "a \u001b[31m = \n\n 'x' oops");
    text("empty", "");
    text("blanks", " \t\n ".repeat(100_000));
    text("quotes", "'".repeat(100_001));
    text("prefix of all", "a PREFIX ''");
    text("long prefix", "a PREFIX '" + "v".repeat(100_000) + "'");
    text("emoji", "\"\ud83d\udc4b\" = '\ud83d\udc4b'");
    text("commas", "AND(" + ",".repeat(100_000) + ")");
    text("empty group", "OR()");
    text("stars", "* AND ".repeat(2_000) + "*");
  }

  private void objects() {
    object("100,000 levels", () -> nested(100_000));
    object(
        "500,000 operands", () -> new Filter.And(Collections.nCopies(500_000, Filter.eq("n", 1))));
    object(
        "IN of 300,000",
        () -> Filter.in("n", IntStream.range(0, 300_000).asLongStream().toArray()));
    object("NaN", () -> Filter.eq("n", Double.NaN));
    object("infinite", () -> Filter.lt("n", Double.POSITIVE_INFINITY));
    object("NUL key", () -> Filter.eq("\0", 1));
    object("key of 1 MiB", () -> Filter.exists("k".repeat(1 << 20)));
    object("surrogate", () -> Filter.eq("a", "\ud800"));
    cases.add(new Case("delete by deep filter", () -> namespace.deleteAll(nested(100_000))));
    cases.add(
        new Case(
            "search with deep filter",
            () -> namespace.search(SearchRequest.text("x").filter(nested(50_000)).build())));
  }

  private static Filter nested(int depth) {
    var filter = Filter.eq("n", 1);
    for (int i = 0; i < depth; i++) {
      filter = Filter.not(filter);
    }
    return filter;
  }
}
