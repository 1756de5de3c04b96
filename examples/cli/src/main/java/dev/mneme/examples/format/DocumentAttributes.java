package dev.mneme.examples.format;

/** The attributes of a memory that is a chunk of a document. */
public final class DocumentAttributes {
  /** The absolute path of the file, without symbolic links, with {@code /} between names. */
  public static final String PATH = "path";

  /** The number of the chunk within the file, from 0. */
  public static final String CHUNK = "chunk";

  /** The headings above the chunk, as {@code Guide > Install}; absent where there are none. */
  public static final String HEADING = "heading";

  private DocumentAttributes() {}
}
