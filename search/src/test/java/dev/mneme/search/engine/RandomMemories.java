package dev.mneme.search.engine;

import dev.mneme.filter.Filter;
import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.Embedding;
import dev.mneme.memory.Memory;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Memories, texts, vectors and filters that meet often: few words, few ids, few times. */
final class RandomMemories {
  static final int DIMENSION = 6;
  static final List<String> WORDS =
      List.of("river", "mountain", "coffee", "guitar", "train", "garden", "winter", "letter");

  private final Random random;

  RandomMemories(Random random) {
    this.random = random;
  }

  Memory memory() {
    var builder =
        Memory.text(text())
            .id(id())
            .time(Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(50)))
            .attribute("mood", WORDS.get(random.nextInt(WORDS.size())))
            .attribute("tags", List.of(WORDS.get(random.nextInt(3)), WORDS.get(random.nextInt(8))));
    if (random.nextBoolean()) {
      builder.attribute("turn", random.nextInt(10));
    } else {
      builder.attribute("turn", random.nextInt(100) / 10.0);
    }
    int vector = random.nextInt(10);
    if (vector > 1) {
      builder.embedding(embedding());
    } else if (vector == 1) {
      builder.embedding(new float[DIMENSION]);
    }
    return builder.build();
  }

  String id() {
    return "id-" + random.nextInt(40);
  }

  String text() {
    var text = new StringBuilder(WORDS.get(random.nextInt(WORDS.size())));
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return text.toString();
  }

  Embedding embedding() {
    var values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.wrap(values);
  }

  Filter filter() {
    return switch (random.nextInt(8)) {
      case 0 -> Filter.eq("mood", WORDS.get(random.nextInt(WORDS.size())));
      case 1 -> Filter.not(Filter.eq("tags", WORDS.get(random.nextInt(WORDS.size()))));
      case 2 -> Filter.compare("turn", Filter.Comparison.LESS, new AttributeValue.DoubleValue(5));
      case 3 ->
          Filter.between(
              "turn", new AttributeValue.LongValue(2), new AttributeValue.DoubleValue(7.5));
      case 4 -> Filter.or(Filter.prefix("mood", "g"), Filter.exists("missing"));
      case 5 -> Filter.and(Filter.exists("turn"), Filter.not(Filter.eq("mood", "river")));
      default -> Filter.all();
    };
  }

  static double cosine(Embedding a, Embedding b) {
    double dot = 0;
    double normA = 0;
    double normB = 0;
    for (int i = 0; i < DIMENSION; i++) {
      dot += (double) a.array()[i] * b.array()[i];
      normA += (double) a.array()[i] * a.array()[i];
      normB += (double) b.array()[i] * b.array()[i];
    }
    return normA * normB == 0 ? 0 : dot / Math.sqrt(normA * normB);
  }
}
