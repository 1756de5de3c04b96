package dev.mneme.examples.cli.read;

import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.option.StoreCommand;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mneme.error.NotFoundException;
import dev.mneme.examples.format.MemoryJson;
import dev.mneme.examples.render.MemoryText;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import dev.mneme.MemoryEngine;
import dev.mneme.MemoryVersion;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mneme history}. */
@Command(
    name = "history",
    description = "Print the kept versions of a memory, newest first; compaction drops old ones.")
public final class HistoryCommand extends StoreCommand {
  @Parameters(paramLabel = "ID", description = "The id of the memory.")
  private String id = "";

  @Option(
      names = "--namespace",
      paramLabel = "NS",
      defaultValue = MemoryEngine.DEFAULT_NAMESPACE,
      description = "Its namespace; \"default\" where none is given.")
  private String namespace = MemoryEngine.DEFAULT_NAMESPACE;

  public HistoryCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run(OpenStore open, Output out) {
    var versions = open.engine().namespace(namespace).history(id);
    if (versions.isEmpty()) {
      throw new NotFoundException(namespace, id);
    }
    var text = new MemoryText(terminal);
    for (var version : versions) {
      if (json) {
        out.json(generator -> write(generator, version));
      } else {
        out.format(
            "#%d written %s%s",
            version.sequence(), version.written(), version.memory().isEmpty() ? ", deleted" : "");
        version.memory().ifPresent(memory -> text.full(namespace, memory).forEach(out::line));
      }
    }
    return 0;
  }

  private void write(JsonGenerator out, MemoryVersion version) throws IOException {
    out.writeStartObject();
    out.writeNumberField("sequence", version.sequence());
    out.writeStringField("written", version.written().toString());
    out.writeBooleanField("deleted", version.memory().isEmpty());
    if (version.memory().isPresent()) {
      out.writeFieldName("memory");
      MemoryJson.write(out, namespace, version.memory().get(), false);
    }
    out.writeEndObject();
  }
}
