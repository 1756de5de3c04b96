package dev.mneme.examples.cli.read;

import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.option.Scope;
import dev.mneme.examples.cli.option.StoreCommand;
import dev.mneme.filter.Filter;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mneme count}. */
@Command(name = "count", description = "Print how many memories there are.")
public final class CountCommand extends StoreCommand {
  @Mixin private Scope scope = new Scope();

  @Option(names = "--filter", paramLabel = "EXPR", description = "Only those that match.")
  private @Nullable String filter;

  public CountCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run(OpenStore open, Output out) {
    long count =
        scope.in(open.engine()).count(filter == null ? Filter.all() : Filter.parse(filter));
    if (json) {
      out.json(
          generator -> {
            generator.writeStartObject();
            generator.writeNumberField("count", count);
            generator.writeEndObject();
          });
    } else {
      out.line(Long.toString(count));
    }
    return 0;
  }
}
