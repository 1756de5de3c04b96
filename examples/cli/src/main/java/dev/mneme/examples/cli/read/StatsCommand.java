package dev.mneme.examples.cli.read;

import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.option.StoreCommand;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import dev.mneme.EngineStats;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code mneme stats}. */
@Command(name = "stats", description = "Print what the store holds and how it is run.")
public final class StatsCommand extends StoreCommand {
  private static final double MIB = 1 << 20;

  public StatsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run(OpenStore open, Output out) {
    var stats = open.engine().stats();
    if (json) {
      out.json(generator -> write(generator, stats));
    } else {
      print(out, stats);
    }
    return 0;
  }

  private static void print(Output out, EngineStats stats) {
    out.format("memories    %,d in %,d namespaces", stats.memories(), stats.namespaces());
    out.format("sequence    %,d", stats.sequence());
    out.format(
        "vectors     %s",
        stats.dimension() == 0
            ? "none"
            : stats.dimension() + " dimensions, embedder " + stats.embedder().orElse("none"));
    if (stats.withoutVector() > 0) {
      out.format(
          "            %,d memories have none%s",
          stats.withoutVector(),
          stats.hasEmbedder()
              ? ": mneme reembed makes them"
              : " and are found by their words only");
    }
    out.format(
        "graph       %,d nodes, %,d vectors beside it, %,d in %,d sealed segments",
        stats.graph().nodes(),
        stats.graph().pending(),
        stats.graph().sealed(),
        stats.graph().segments());
    out.format(
        "log         %.1f MiB in %,d segments", stats.log().bytes() / MIB, stats.log().segments());
    for (var view : stats.views()) {
      out.format(
          "%-11s %,d versions, %.1f MiB of heap, %.1f MiB on disk",
          view.view(), view.ordinals(), view.heapBytes() / MIB, view.diskBytes() / MIB);
    }
    out.format("kernel      %s", stats.kernel());
    if (!stats.missingFlags().isEmpty()) {
      out.format("JVM flags   missing: %s", String.join(" ", stats.missingFlags()));
    }
  }

  private static void write(JsonGenerator out, EngineStats stats) throws IOException {
    out.writeStartObject();
    out.writeNumberField("memories", stats.memories());
    out.writeNumberField("namespaces", stats.namespaces());
    out.writeNumberField("sequence", stats.sequence());
    out.writeNumberField("dimension", stats.dimension());
    out.writeStringField("embedder", stats.embedder().orElse("none"));
    out.writeBooleanField("hasEmbedder", stats.hasEmbedder());
    out.writeNumberField("withoutVector", stats.withoutVector());
    out.writeNumberField("logBytes", stats.log().bytes());
    out.writeNumberField("logSegments", stats.log().segments());
    out.writeNumberField("graphNodes", stats.graph().nodes());
    out.writeNumberField("graphPending", stats.graph().pending());
    out.writeNumberField("graphSegments", stats.graph().segments());
    out.writeNumberField("graphSealed", stats.graph().sealed());
    out.writeArrayFieldStart("views");
    for (var view : stats.views()) {
      out.writeStartObject();
      out.writeStringField("view", view.view());
      out.writeNumberField("ordinals", view.ordinals());
      out.writeNumberField("heapBytes", view.heapBytes());
      out.writeNumberField("diskBytes", view.diskBytes());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringField("kernel", stats.kernel());
    out.writeArrayFieldStart("missingFlags");
    for (var flag : stats.missingFlags()) {
      out.writeString(flag);
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
