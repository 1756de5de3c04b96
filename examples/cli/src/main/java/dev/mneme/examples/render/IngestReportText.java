package dev.mneme.examples.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mneme.examples.ingest.IngestReport;
import dev.mneme.examples.ingest.source.PassedOver;
import dev.mneme.examples.ingest.source.Skip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;

/** What an ingestion did, for people and for programs. */
public final class IngestReportText {
  private IngestReportText() {}

  /** One line of counts, then what there is to say of single files. */
  public static List<String> lines(IngestReport report) {
    var lines = new ArrayList<String>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s in %.1f s, %,.0f memories/s",
            counts(report),
            report.took().toNanos() / 1e9,
            report.memoriesPerSecond()));
    list(lines, report.skipped(), skip -> "skipped " + skip.describe());
    list(lines, report.remarks(), Skip::describe);
    list(lines, report.vanished(), path -> "removed, for it is gone: " + path);
    report.passedOver().forEach(kind -> lines.add(passedOver(kind)));
    return lines;
  }

  private static <T> void list(
      List<String> lines, IngestReport.Listed<T> listed, Function<T, String> line) {
    listed.first().forEach(item -> lines.add(line.apply(item)));
    if (listed.more() > 0) {
      lines.add(String.format(Locale.ROOT, "and %,d more", listed.more()));
    }
  }

  /** How many of a kind were left aside, and which come first. */
  public static String passedOver(PassedOver kind) {
    return String.format(
        Locale.ROOT,
        "passed over %,d %s: %s%s",
        kind.count(),
        kind.kind(),
        String.join(", ", kind.names()),
        kind.count() > kind.names().size() ? ", ..." : "");
  }

  private static String counts(IngestReport report) {
    var done = report.counts();
    var counts = new StringJoiner(", ");
    counts.add(ResultText.count(done.memories(), "memory", "memories"));
    counts.add(String.format(Locale.ROOT, "%,d added", done.added()));
    counts.add(String.format(Locale.ROOT, "%,d replaced", done.replaced()));
    counts.add(String.format(Locale.ROOT, "%,d unchanged", done.unchanged()));
    addIfAny(counts, done.removed(), "old removed");
    addIfAny(counts, done.expired(), "expired already");
    addIfAny(counts, report.skipped().count(), "skipped");
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
    var done = report.counts();
    out.writeNumberField("memories", done.memories());
    out.writeNumberField("added", done.added());
    out.writeNumberField("replaced", done.replaced());
    out.writeNumberField("unchanged", done.unchanged());
    out.writeNumberField("removed", done.removed());
    out.writeNumberField("expired", done.expired());
    out.writeNumberField("seconds", report.took().toMillis() / 1e3);
    out.writeNumberField("memoriesPerSecond", Math.round(report.memoriesPerSecond()));
    out.writeNumberField("skipped", report.skipped().count());
    writeSkips(out, "skips", "reason", report.skipped());
    writeSkips(out, "remarks", "remark", report.remarks());
    out.writeNumberField("vanished", report.vanished().count());
    out.writeArrayFieldStart("passedOver");
    for (var kind : report.passedOver()) {
      out.writeStartObject();
      out.writeStringField("kind", kind.kind());
      out.writeNumberField("count", kind.count());
      out.writeArrayFieldStart("first");
      for (var name : kind.names()) {
        out.writeString(name);
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void writeSkips(
      JsonGenerator out, String field, String reason, IngestReport.Listed<Skip> skips)
      throws IOException {
    out.writeArrayFieldStart(field);
    for (var skip : skips.first()) {
      out.writeStartObject();
      out.writeStringField("source", skip.source());
      if (skip.line() > 0) {
        out.writeNumberField("line", skip.line());
      }
      out.writeStringField(reason, skip.reason());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
