package dev.mneme.examples.cli.read;

import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.option.Scope;
import dev.mneme.examples.cli.option.StoreCommand;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.error.NotFoundException;
import dev.mneme.examples.format.MemoryJson;
import dev.mneme.examples.render.MemoryText;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mneme get}. */
@Command(name = "get", description = "Print memories by id.")
public final class GetCommand extends StoreCommand {
  @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids of memories.")
  private List<String> ids = List.of();

  @Mixin private Scope scope = new Scope();

  @Option(names = "--vectors", description = "With --json: the vectors too.")
  private boolean vectors;

  public GetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run(OpenStore open, Output out) {
    var missing = new LinkedHashSet<>(ids);
    var text = new MemoryText(terminal);
    for (var name : scope.names(open.engine())) {
      for (var memory : open.engine().namespace(name).getAll(ids)) {
        missing.remove(memory.id());
        if (json) {
          out.json(generator -> MemoryJson.write(generator, name, memory, vectors));
        } else {
          text.full(name, memory).forEach(out::line);
        }
      }
    }
    out.flush();
    if (!missing.isEmpty() && scope.everywhere()) {
      throw new InvalidRequestException("no memory '" + missing.getFirst() + "' in any namespace");
    }
    if (!missing.isEmpty()) {
      throw new NotFoundException(scope.namespace(), missing.getFirst());
    }
    return 0;
  }
}
