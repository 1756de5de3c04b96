package dev.mneme.examples.cli.read;

import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.option.Pages;
import dev.mneme.examples.cli.option.Range;
import dev.mneme.examples.cli.option.Scope;
import dev.mneme.examples.cli.option.StoreCommand;
import dev.mneme.core.check.Require;

import dev.mneme.examples.format.MemoryJson;
import dev.mneme.examples.render.MemoryText;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import dev.mneme.request.ListRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mneme list}. */
@Command(name = "list", description = "Print memories by time, newest first.")
public final class ListCommand extends StoreCommand {
  @Mixin private Scope scope = new Scope();

  @Mixin private Range range = new Range();

  @Option(names = "--limit", paramLabel = "N", description = "How many; all by default.")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--oldest", description = "Oldest first.")
  private boolean oldest;

  @Option(names = "--vectors", description = "With --json: the vectors too.")
  private boolean vectors;

  public ListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run(OpenStore open, Output out) {
    Require.that(limit >= 1, "the limit must be at least 1: %d", limit);
    int size = (int) Math.min(limit, Pages.SIZE);
    var request =
        (oldest ? ListRequest.oldest(size) : ListRequest.newest(size)).filter(range.filter());
    range.from().ifPresent(request::from);
    range.to().ifPresent(request::to);
    var text = new MemoryText(terminal);
    Pages.forEach(
        scope.in(open.engine()),
        request.build(),
        limit,
        entry -> {
          if (json) {
            out.json(
                generator ->
                    MemoryJson.write(generator, entry.namespace(), entry.memory(), vectors));
          } else {
            out.line(text.summary(entry.namespace(), entry.memory(), scope.everywhere()));
          }
        });
    return 0;
  }
}
