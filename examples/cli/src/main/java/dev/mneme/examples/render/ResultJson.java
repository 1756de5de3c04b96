package dev.mneme.examples.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mneme.examples.format.MemoryJson;
import dev.mneme.request.Explanation;
import dev.mneme.request.Explanation.Way;
import dev.mneme.request.Hit;
import dev.mneme.request.SearchResult;
import java.io.IOException;
import java.util.Locale;

/** A search result for programs. */
public final class ResultJson {
  private ResultJson() {}

  /**
   * What one query took.
   *
   * @param total microseconds of the whole search call, its embedding and the fetching of texts
   *     included
   * @param embedding the part of it in which the model embedded the query
   */
  public record Micros(long total, long embedding) {}

  /** {@code {"query": id, "tookMicros": n, "embedMicros": n, "hits": [...]}}. */
  public static void write(JsonGenerator out, String query, Micros took, SearchResult result)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("query", query);
    out.writeNumberField("tookMicros", took.total());
    out.writeNumberField("embedMicros", took.embedding());
    if (result.partial()) {
      out.writeBooleanField("partial", true);
    }
    out.writeArrayFieldStart("hits");
    for (var hit : result.hits()) {
      writeHit(out, hit);
    }
    out.writeEndArray();
    if (result.explanation().isPresent()) {
      out.writeFieldName("explanation");
      writeExplanation(out, result.explanation().get());
    }
    out.writeEndObject();
  }

  private static void writeHit(JsonGenerator out, Hit hit) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", hit.memory().id());
    out.writeStringField("namespace", hit.namespace());
    out.writeNumberField("score", hit.score());
    out.writeNumberField("relevance", hit.relevance());
    out.writeObjectFieldStart("legs");
    for (var leg : hit.legs().entrySet()) {
      out.writeNumberField(leg.getKey().name().toLowerCase(Locale.ROOT), leg.getValue().rank());
    }
    out.writeEndObject();
    out.writeStringField("text", hit.memory().text());
    out.writeStringField("time", hit.memory().time().toString());
    MemoryJson.writeAttributes(out, hit.memory());
    out.writeEndObject();
  }

  private static void writeExplanation(JsonGenerator out, Explanation explanation)
      throws IOException {
    out.writeStartObject();
    out.writeNumberField("candidates", explanation.candidates());
    out.writeBooleanField("parallel", explanation.plan().parallel());
    out.writeArrayFieldStart("legs");
    for (var leg : explanation.legs()) {
      out.writeStartObject();
      out.writeStringField("leg", leg.leg().name().toLowerCase(Locale.ROOT));
      out.writeFieldName("chosen");
      writeWay(out, leg.chosen());
      out.writeArrayFieldStart("rejected");
      for (var way : leg.rejected()) {
        writeWay(out, way);
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeObjectFieldStart("micros");
    out.writeNumberField("plan", explanation.timing().plan());
    out.writeNumberField("legs", explanation.timing().legs());
    out.writeNumberField("fuse", explanation.timing().fuse());
    out.writeNumberField("fetch", explanation.timing().fetch());
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void writeWay(JsonGenerator out, Way way) throws IOException {
    out.writeStartObject();
    out.writeStringField("way", way.name());
    out.writeNumberField("estimatedMicros", way.estimatedMicros());
    out.writeNumberField("estimatedRows", way.estimatedRows());
    out.writeStringField("reason", way.reason());
    if (way.actual().isPresent()) {
      out.writeNumberField("actualMicros", way.actual().get().micros());
      out.writeNumberField("actualRows", way.actual().get().rows());
    }
    out.writeEndObject();
  }
}
