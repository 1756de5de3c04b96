package dev.mneme.bench.data;

import dev.mneme.core.vector.VectorKernels;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * A synthetic set of any size. Like sentence embeddings, it is clustered at several scales, with
 * cluster sizes that follow a power law, and its noise decays over the dimensions, so that nearest
 * neighbours are as hard to tell apart as in a real set; white noise would be far harder, separate
 * blobs far easier.
 */
public final class Clusters {
  private static final int DIMENSION = 384;
  private static final int QUERIES = 1_000;
  private static final int TOPICS = 200;
  private static final int CENTRES = 20_000;
  private static final String[] WORDS = {
    "river",
    "engine",
    "letter",
    "garden",
    "signal",
    "mountain",
    "market",
    "window",
    "paper",
    "music"
  };

  private final SplittableRandom random = new SplittableRandom(11);
  private final float[] spread = new float[DIMENSION];
  private final float[][] topics = new float[TOPICS][];
  private final float[][] centres = new float[CENTRES][];

  private Clusters() {
    for (int d = 0; d < DIMENSION; d++) {
      spread[d] = (float) Math.pow(d + 1.0, -0.35);
    }
    for (int t = 0; t < TOPICS; t++) {
      topics[t] = around(new float[DIMENSION], 1);
    }
    for (int c = 0; c < CENTRES; c++) {
      centres[c] = around(topics[powerLaw(TOPICS)], 0.7f);
    }
  }

  /** The set with that many memories below the directory, made where it is missing. */
  public static DataFiles files(Path directory, int memories, IntConsumer progress)
      throws IOException {
    var vectors = directory.resolve("clusters-" + memories + ".f32");
    var texts = directory.resolve("clusters-" + memories + ".txt");
    int rows = memories + QUERIES;
    var files = new DataFiles("synthetic clusters", texts, vectors, DIMENSION, QUERIES);
    if (!Files.exists(vectors) || files.rows() != rows) {
      Files.createDirectories(directory);
      new Clusters().write(files, rows, progress);
    }
    return files;
  }

  private void write(DataFiles files, int rows, IntConsumer progress) throws IOException {
    var bytes = ByteBuffer.allocate(files.rowBytes()).order(ByteOrder.LITTLE_ENDIAN);
    try (var texts = Files.newBufferedWriter(files.texts(), StandardCharsets.UTF_8);
        var vectors = new BufferedOutputStream(Files.newOutputStream(files.vectors()), 1 << 20)) {
      for (int row = 0; row < rows; row++) {
        int centre = powerLaw(CENTRES);
        bytes.asFloatBuffer().put(VectorKernels.normalized(around(centres[centre], 0.6f)));
        vectors.write(bytes.array());
        texts.write(sentence(centre) + "\n");
        progress.accept(row + 1);
      }
    }
  }

  private float[] around(float[] centre, float noise) {
    var vector = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = centre[d] + noise * spread[d] * (float) random.nextGaussian();
    }
    return vector;
  }

  /** Low numbers far more often than high ones. */
  private int powerLaw(int bound) {
    return (int) (bound * Math.pow(random.nextDouble(), 2.5));
  }

  private String sentence(int centre) {
    var text = new StringBuilder("subject" + centre);
    for (int i = 0; i < 8; i++) {
      text.append(' ').append(WORDS[random.nextInt(WORDS.length)]).append(powerLaw(5_000));
    }
    return text.toString();
  }
}
