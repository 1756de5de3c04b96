package dev.mneme.examples.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mneme.memory.Memory;
import java.io.IOException;

/** Writes a memory in the form that {@link MemoryLine} reads back to an equal one. */
public final class MemoryJson {
  private MemoryJson() {}

  /** One object with everything, the vector too where {@code withVector}. */
  public static void write(JsonGenerator out, String namespace, Memory memory, boolean withVector)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("namespace", namespace);
    out.writeStringField("id", memory.id());
    out.writeStringField("text", memory.text());
    out.writeStringField("time", memory.time().toString());
    writeAttributes(out, memory);
    if (memory.expires().isPresent()) {
      out.writeStringField("expires", memory.expires().get().toString());
    }
    if (withVector && memory.embedding().isPresent()) {
      out.writeArrayFieldStart("vector");
      for (float value : memory.embedding().get().array()) {
        out.writeNumber(value);
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  /** The field {@code attributes} of an object, if there are any. */
  public static void writeAttributes(JsonGenerator out, Memory memory) throws IOException {
    if (!memory.attributes().isEmpty()) {
      out.writeFieldName("attributes");
      AttributeJson.write(out, memory.attributes());
    }
  }
}
