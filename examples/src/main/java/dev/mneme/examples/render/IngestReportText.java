package dev.mneme.examples.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mneme.examples.ingest.IngestReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** What an ingestion did, for people and for programs. */
public final class IngestReportText {
  private IngestReportText() {}

  /** One line of counts, then a line for each of the first skips. */
  public static List<String> lines(IngestReport report) {
    var lines = new ArrayList<String>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s in %.1f s, %,.0f memories/s",
            counts(report),
            report.took().toNanos() / 1e9,
            report.memoriesPerSecond()));
    report.skips().forEach(skip -> lines.add("skipped " + skip.describe()));
    long more = report.skipped() - report.skips().size();
    if (more > 0) {
      lines.add(String.format(Locale.ROOT, "and %,d more", more));
    }
    return lines;
  }

  private static String counts(IngestReport report) {
    var counts = new StringJoiner(", ");
    counts.add(ResultText.count(report.memories(), "memory", "memories"));
    counts.add(String.format(Locale.ROOT, "%,d added", report.added()));
    counts.add(String.format(Locale.ROOT, "%,d replaced", report.replaced()));
    counts.add(String.format(Locale.ROOT, "%,d unchanged", report.unchanged()));
    addIfAny(counts, report.removed(), "old removed");
    addIfAny(counts, report.expired(), "expired already");
    addIfAny(counts, report.skipped(), "skipped");
    return counts.toString();
  }

  private static void addIfAny(StringJoiner counts, long count, String what) {
    if (count > 0) {
      counts.add(String.format(Locale.ROOT, "%,d %s", count, what));
    }
  }

  /** One object. */
  public static void write(JsonGenerator out, IngestReport report) throws IOException {
    out.writeStartObject();
    out.writeNumberField("memories", report.memories());
    out.writeNumberField("added", report.added());
    out.writeNumberField("replaced", report.replaced());
    out.writeNumberField("unchanged", report.unchanged());
    out.writeNumberField("removed", report.removed());
    out.writeNumberField("expired", report.expired());
    out.writeNumberField("seconds", report.took().toMillis() / 1e3);
    out.writeNumberField("memoriesPerSecond", Math.round(report.memoriesPerSecond()));
    out.writeNumberField("skipped", report.skipped());
    out.writeArrayFieldStart("skips");
    for (var skip : report.skips()) {
      out.writeStartObject();
      out.writeStringField("source", skip.source());
      if (skip.line() > 0) {
        out.writeNumberField("line", skip.line());
      }
      out.writeStringField("reason", skip.reason());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
