package dev.mneme.search.engine;

import dev.mneme.memory.Memory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random memories with clustered vectors, and how to delete a directory. */
final class Samples {
  static final int DIMENSION = 24;
  private static final int CLUSTERS = 12;
  private static final String[] WORDS = {
    "river",
    "mountain",
    "coffee",
    "guitar",
    "train",
    "garden",
    "winter",
    "letter",
    "harbor",
    "lantern",
    "violin",
    "market",
    "forest",
    "bridge",
    "candle",
    "orchard",
    "meadow",
    "island",
    "castle",
    "desert"
  };

  private Samples() {}

  static List<Memory> memories(Random random, int count) {
    var memories = new ArrayList<Memory>(count);
    for (int i = 0; i < count; i++) {
      memories.add(memory(random, "m" + i));
    }
    return memories;
  }

  static Memory memory(Random random, String id) {
    return Memory.text(text(random))
        .id(id)
        .time(Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(1_000_000)))
        .attribute("mood", WORDS[random.nextInt(5)])
        .attribute("turn", random.nextInt(100))
        .attribute("archived", random.nextInt(4) == 0)
        .embedding(vector(random))
        .build();
  }

  static String text(Random random) {
    var text = new StringBuilder();
    for (int i = 3 + random.nextInt(8); i > 0; i--) {
      text.append(WORDS[(int) Math.min(WORDS.length - 1, Math.abs(random.nextGaussian()) * 7)])
          .append(' ');
    }
    return text.toString().strip();
  }

  static float[] vector(Random random) {
    var centre = new Random(random.nextInt(CLUSTERS));
    var values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = (float) (centre.nextGaussian() + 0.5 * random.nextGaussian());
    }
    return values;
  }
}
