package dev.mneme.index.store.state;

import dev.mneme.core.check.Require;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.IncompatibleException;
import dev.mneme.error.StorageException;
import dev.mneme.memory.Language;
import dev.mneme.memory.Similarity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What a store remembers of how it was made. Kept as {@code store.properties} at the top of its
 * directory: UTF-8 lines {@code key=value}, sorted, the last one {@code crc32c=} with the checksum
 * of the lines before it in hexadecimal. The file is also what makes a directory a store.
 *
 * @param dimension absent until the first vector fixes it
 * @param id of the store's log; absent until the log has been made, from when on it must be there
 */
public record StoreProperties(
    Optional<String> embedder,
    OptionalInt dimension,
    Similarity similarity,
    Language language,
    Optional<UUID> id) {

  public StoreProperties(
      Optional<String> embedder, OptionalInt dimension, Similarity similarity, Language language) {
    this(embedder, dimension, similarity, language, Optional.empty());
  }

  public static final String FILE = "store.properties";
  static final int FORMAT = 2;

  /** Reads it; empty if the directory holds no store. */
  public static Optional<StoreProperties> read(Storage storage, Path directory) {
    var file = directory.resolve(FILE);
    try {
      if (!storage.exists(file)) {
        return Optional.empty();
      }
      return Optional.of(parse(file, new String(storage.readFully(file), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new StorageException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Refuses a directory that holds anything else. */
  public static void requireStoreOrEmpty(Storage storage, Path directory) throws IOException {
    if (storage.exists(directory.resolve(FILE))) {
      return;
    }
    // A crash in the middle of making a store leaves the lock file with the note of its owner, or
    // the properties under their temporary name.
    var strangers =
        storage.list(directory).stream()
            .filter(
                name ->
                    !name.equals("lock")
                        && !name.startsWith("lock.owner")
                        && !name.equals(FILE + ".tmp"))
            .toList();
    Require.that(
        strangers.isEmpty(),
        "%s is not a memory store: it has no %s but holds %s",
        directory,
        FILE,
        strangers.isEmpty() ? "" : strangers.getFirst());
  }

  /** What is known, with what the options add; new stores are what the options say. */
  public static StoreProperties merged(Optional<StoreProperties> known, StoreOptions options) {
    return known
        .map(
            info ->
                new StoreProperties(
                    info.embedder.or(options::embedderName),
                    info.dimension.isPresent() ? info.dimension : options.dimension(),
                    info.similarity,
                    info.language,
                    info.id))
        .orElseGet(
            () ->
                new StoreProperties(
                    options.embedderName(),
                    options.dimension(),
                    options.similarity(),
                    options.language()));
  }

  public void write(Storage storage, Path directory) {
    var file = directory.resolve(FILE);
    try {
      storage.writeAtomically(file, ByteBuffer.wrap(render().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new StorageException(file, "cannot be written: " + e.getMessage(), e);
    }
  }

  public StoreProperties withDimension(int newDimension) {
    return new StoreProperties(embedder, OptionalInt.of(newDimension), similarity, language, id);
  }

  public StoreProperties withId(UUID newId) {
    return new StoreProperties(embedder, dimension, similarity, language, Optional.of(newId));
  }

  /** Refuses options that contradict what the store was made with. */
  public void requireCompatible(Path directory, StoreOptions options) {
    options
        .embedderName()
        .filter(asked -> embedder.isPresent() && !asked.equals(embedder.get()))
        .ifPresent(
            asked -> {
              throw new IncompatibleException(
                  directory,
                  "its vectors were made by embedder '"
                      + embedder.get()
                      + "', not '"
                      + asked
                      + "'");
            });
    if (options.dimension().isPresent()
        && dimension.isPresent()
        && options.dimension().getAsInt() != dimension.getAsInt()) {
      throw new IncompatibleException(
          directory,
          "its vectors have "
              + dimension.getAsInt()
              + " dimensions, not "
              + options.dimension().getAsInt());
    }
    if (options.similarity() != similarity) {
      throw new IncompatibleException(
          directory, "it compares by " + similarity + ", not " + options.similarity());
    }
  }

  private String render() {
    var values = new TreeMap<String, String>();
    values.put("format", Integer.toString(FORMAT));
    embedder.ifPresent(name -> values.put("embedder", escape(name)));
    dimension.ifPresent(value -> values.put("dimension", Integer.toString(value)));
    id.ifPresent(value -> values.put("id", value.toString()));
    values.put("language", language.name());
    values.put("similarity", similarity.name());
    var body = new StringBuilder();
    values.forEach((key, value) -> body.append(key).append('=').append(value).append('\n'));
    return body + "crc32c=" + checksum(body.toString()) + "\n";
  }

  private static StoreProperties parse(Path file, String content) {
    int end = content.lastIndexOf("crc32c=");
    var body = end < 0 ? content : content.substring(0, end);
    var values = new TreeMap<String, String>();
    body.lines()
        .filter(line -> line.contains("="))
        .forEach(
            line ->
                values.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    requireFormat(file, values);
    if (end < 0 || !content.substring(end + 7).strip().equals(checksum(body))) {
      throw new CorruptionException(file, 0, "the checksum does not match its content");
    }
    try {
      return new StoreProperties(
          Optional.ofNullable(values.get("embedder")).map(StoreProperties::unescape),
          values.containsKey("dimension")
              ? OptionalInt.of(Integer.parseInt(values.getOrDefault("dimension", "")))
              : OptionalInt.empty(),
          Similarity.valueOf(values.getOrDefault("similarity", "")),
          language(file, values.getOrDefault("language", "")),
          Optional.ofNullable(values.get("id")).map(UUID::fromString));
    } catch (IllegalArgumentException e) {
      throw new CorruptionException(
          file, 0, "it holds a value that this version does not know: " + e.getMessage());
    }
  }

  private static Language language(Path file, String name) {
    return Language.find(name)
        .orElseThrow(
            () ->
                new IncompatibleException(
                    file,
                    "the store has the language '"
                        + name
                        + "', this version knows "
                        + Language.allNames()
                        + "; use a newer Mneme"));
  }

  private static void requireFormat(Path file, Map<String, String> values) {
    int format;
    try {
      format = Integer.parseInt(values.getOrDefault("format", ""));
    } catch (NumberFormatException e) {
      throw new CorruptionException(file, 0, "it names no format version");
    }
    if (format > FORMAT) {
      throw new IncompatibleException(
          file,
          "the store has format "
              + format
              + ", this version knows up to "
              + FORMAT
              + "; use a newer Mneme");
    }
  }

  private static String checksum(String body) {
    var crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescape(String value) {
    var out = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        char escaped = value.charAt(++i);
        out.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
