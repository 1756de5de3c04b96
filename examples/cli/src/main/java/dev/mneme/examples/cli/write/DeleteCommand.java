package dev.mneme.examples.cli.write;

import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.option.Scope;
import dev.mneme.examples.cli.option.StoreCommand;
import dev.mneme.filter.Filter;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mneme delete}. */
@Command(
    name = "delete",
    description = "Delete memories by id or by filter. An id that is not there is no error.")
public final class DeleteCommand extends StoreCommand {
  @ArgGroup(exclusive = true, multiplicity = "1")
  private Which which = new Which();

  @Mixin private Scope scope = new Scope();

  private static final class Which {
    @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids of memories.")
    private List<String> ids = List.of();

    @Option(names = "--filter", paramLabel = "EXPR", description = "All that match.")
    private @Nullable String filter;

    @SuppressWarnings("UnusedVariable") // that it was asked for is enough
    @Option(names = "--all", description = "All of the namespace, or of all with --everywhere.")
    private boolean all;
  }

  public DeleteCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run(OpenStore open, Output out) {
    var filter = which.filter == null ? Filter.all() : Filter.parse(which.filter);
    long deleted = 0;
    for (var name : scope.names(open.engine())) {
      var namespace = open.engine().namespace(name);
      if (which.ids.isEmpty()) {
        deleted += namespace.deleteAll(filter);
      } else {
        deleted += namespace.deleteAll(which.ids);
      }
    }
    print(out, deleted);
    return 0;
  }

  private void print(Output out, long deleted) {
    if (json) {
      out.json(
          generator -> {
            generator.writeStartObject();
            generator.writeNumberField("deleted", deleted);
            generator.writeEndObject();
          });
    } else {
      out.format("%,d deleted", deleted);
    }
  }
}
