package dev.mneme.examples.ingest.source;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a file holds as far as its name tells. */
final class FileKind {
  private static final String OFFICE =
      "an office document, which is not read yet; make Markdown or text of it";
  private static final String HTML = "HTML, which is not read yet; make Markdown or text of it";
  private static final String TABLE = "a table, which is not read yet; make a .jsonl of it";

  /** Why files are not read whose content would be text, or could be made text. */
  private static final Map<String, String> UNREAD =
      Map.ofEntries(
          Map.entry("html", HTML),
          Map.entry("htm", HTML),
          Map.entry("xhtml", HTML),
          Map.entry("pdf", "PDF, which is not read yet; make Markdown or text of it"),
          Map.entry("csv", TABLE),
          Map.entry("tsv", TABLE),
          Map.entry("json", "JSON, which is read as .jsonl only, one memory a line"),
          Map.entry("doc", OFFICE),
          Map.entry("docx", OFFICE),
          Map.entry("odt", OFFICE),
          Map.entry("rtf", OFFICE),
          Map.entry("epub", OFFICE),
          Map.entry("ppt", OFFICE),
          Map.entry("pptx", OFFICE),
          Map.entry("odp", OFFICE),
          Map.entry("xls", OFFICE),
          Map.entry("xlsx", OFFICE),
          Map.entry("ods", OFFICE));

  private static final Set<String> MARKDOWN = Set.of("md", "markdown", "mdown", "mkd");
  private static final Set<String> TEXT =
      Set.of("txt", "text", "rst", "adoc", "asciidoc", "org", "log");

  private FileKind() {}

  /** The kind that is read by this name; empty where only the content can tell, or none is. */
  static Optional<Source.Kind> of(Path path) {
    var ending = ending(path);
    if (ending.equals("jsonl")) {
      return Optional.of(Source.Kind.JSONL);
    }
    if (MARKDOWN.contains(ending)) {
      return Optional.of(Source.Kind.MARKDOWN);
    }
    return TEXT.contains(ending) ? Optional.of(Source.Kind.TEXT) : Optional.empty();
  }

  /** Why a file of this name is not read whatever it holds. */
  static Optional<String> unread(Path path) {
    return Optional.ofNullable(UNREAD.get(ending(path)));
  }

  /** Whether the name is one that only programs use, such as {@code .profile}. */
  static boolean isHidden(Path path) {
    return ending(path).isEmpty() && String.valueOf(path.getFileName()).startsWith(".");
  }

  /** What follows the last dot, in lower case; empty for {@code README} and {@code .profile}. */
  static String ending(Path path) {
    var name = String.valueOf(path.getFileName());
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
