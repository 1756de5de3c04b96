package dev.mneme.bench.data;

import dev.mneme.embedders.LocalEmbedder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import me.tongfei.progressbar.ProgressBar;

/**
 * The WordNet set: the distinct glosses of WordNet 3.1 with their all-MiniLM-L6-v2 embeddings, 384
 * dimensions, shuffled by a fixed seed so that the last ones are a fair sample to hold out as
 * queries.
 *
 * @param vectors one a text, as the model gave it
 */
@SuppressWarnings("ArrayRecordComponent")
public record WordNet(List<String> texts, float[][] vectors) {
  public static final int QUERIES = 1_000;
  private static final String RESOURCES = "/net/sf/extjwnl/data/wordnet/wn31/data.";
  private static final int BATCH = 256;
  private static final int DIMENSION = 384;

  /**
   * Loads the set from the directory, embedding it first, with a progress bar, where it is not
   * there or not complete.
   */
  public static WordNet load(Path directory) throws IOException {
    var texts = glosses();
    Files.createDirectories(directory);
    var file = directory.resolve("minilm-384.f32");
    embedMissing(texts, file);
    return new WordNet(texts, read(file, texts.size()));
  }

  /** The set as files, made where they are missing. */
  public static DataFiles files(Path directory) throws IOException {
    var vectors = directory.resolve("minilm-384.f32");
    var lines = directory.resolve("texts.txt");
    var texts = glosses();
    Files.createDirectories(directory);
    embedMissing(texts, vectors);
    Files.write(lines, texts);
    return new DataFiles("WordNet glosses, all-MiniLM-L6-v2", lines, vectors, DIMENSION, QUERIES);
  }

  /** How many of the first texts are to be indexed; the rest are queries. */
  public int indexed() {
    return texts.size() - QUERIES;
  }

  private static List<String> glosses() throws IOException {
    var glosses = new LinkedHashSet<String>();
    for (var part : List.of("noun", "verb", "adj", "adv")) {
      var stream = WordNet.class.getResourceAsStream(RESOURCES + part);
      if (stream == null) {
        throw new IOException("the WordNet artifact holds no " + RESOURCES + part);
      }
      try (var lines =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.ISO_8859_1))) {
        lines
            .lines()
            .filter(line -> !line.startsWith(" ") && line.contains(" | "))
            .forEach(line -> glosses.add(line.substring(line.indexOf(" | ") + 3).strip()));
      }
    }
    var shuffled = new ArrayList<>(glosses);
    Collections.shuffle(shuffled, new Random(42));
    return List.copyOf(shuffled);
  }

  /** Appends what the file lacks, so that an interrupted run goes on where it stopped. */
  private static void embedMissing(List<String> texts, Path file) throws IOException {
    long rowBytes = (long) DIMENSION * Float.BYTES;
    try (var out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      int done = (int) Math.min(texts.size(), out.size() / rowBytes);
      if (done == texts.size()) {
        return;
      }
      out.truncate(done * rowBytes).position(done * rowBytes);
      try (var model = LocalEmbedder.miniLm();
          var progress = new ProgressBar("embedding WordNet", texts.size())) {
        progress.stepTo(done);
        for (int from = done; from < texts.size(); from += BATCH) {
          var batch = texts.subList(from, Math.min(texts.size(), from + BATCH));
          var bytes =
              ByteBuffer.allocate(batch.size() * (int) rowBytes).order(ByteOrder.LITTLE_ENDIAN);
          model.embedMemories(batch).forEach(vector -> putAll(bytes, vector.array()));
          bytes.flip();
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
          progress.stepBy(batch.size());
        }
      }
    }
  }

  private static void putAll(ByteBuffer bytes, float[] values) {
    for (float value : values) {
      bytes.putFloat(value);
    }
  }

  private static float[][] read(Path file, int rows) throws IOException {
    var vectors = new float[rows][DIMENSION];
    var row = ByteBuffer.allocate(DIMENSION * Float.BYTES * 64).order(ByteOrder.LITTLE_ENDIAN);
    try (var in = FileChannel.open(file)) {
      for (int from = 0; from < rows; from += 64) {
        row.clear().limit(Math.min(64, rows - from) * DIMENSION * Float.BYTES);
        while (row.hasRemaining() && in.read(row) >= 0) {
          // keep reading
        }
        row.flip();
        for (int i = from; row.hasRemaining(); i++) {
          row.asFloatBuffer().get(vectors[i]);
          row.position(row.position() + DIMENSION * Float.BYTES);
        }
      }
    }
    return vectors;
  }
}
