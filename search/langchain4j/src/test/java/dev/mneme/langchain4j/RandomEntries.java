package dev.mneme.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotIn;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Metadata, embeddings and filters of any kind, from few enough values to match often. */
final class RandomEntries {
  private static final int DIMENSION = 8;
  private static final UUID SOME_UUID = new UUID(7, 11);

  private final Random random;

  RandomEntries(Random random) {
    this.random = random;
  }

  Metadata metadata() {
    var metadata = new Metadata();
    if (random.nextInt(4) > 0) {
      metadata.put("name", name());
    }
    if (random.nextInt(4) > 0) {
      metadata.put("n", random.nextInt(5));
    }
    switch (random.nextInt(4)) {
      case 0 -> metadata.put("x", random.nextInt(3));
      case 1 -> metadata.put("x", (long) random.nextInt(3));
      case 2 -> metadata.put("x", random.nextInt(30) / 10f);
      default -> metadata.put("x", random.nextInt(30) / 10.0);
    }
    if (random.nextBoolean()) {
      metadata.put("uuid", new UUID(7, random.nextInt(3)));
    }
    return metadata;
  }

  Filter filter(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 4)) {
      case 0 -> leaf("name", name(), name());
      case 1 -> leaf("n", random.nextInt(5), (long) random.nextInt(5));
      case 2 -> leaf("x", random.nextInt(30) / 10f, random.nextInt(30) / 10.0);
      case 3 -> uuidLeaf();
      case 4 -> Filter.and(filter(depth - 1), filter(depth - 1));
      case 5 -> Filter.or(filter(depth - 1), filter(depth - 1));
      default -> Filter.not(filter(depth - 1));
    };
  }

  private Filter leaf(String key, Comparable<?> value, Comparable<?> other) {
    return switch (random.nextInt(8)) {
      case 0 -> new IsEqualTo(key, value);
      case 1 -> new IsNotEqualTo(key, value);
      case 2 -> new IsGreaterThan(key, value);
      case 3 -> new IsGreaterThanOrEqualTo(key, value);
      case 4 -> new IsLessThan(key, value);
      case 5 -> new IsLessThanOrEqualTo(key, value);
      case 6 -> new IsIn(key, List.of(value, other));
      default -> new IsNotIn(key, List.of(value, other));
    };
  }

  private Filter uuidLeaf() {
    var uuid = new UUID(7, random.nextInt(3));
    return switch (random.nextInt(4)) {
      case 0 -> new IsEqualTo("uuid", uuid);
      case 1 -> new IsNotEqualTo("uuid", uuid);
      case 2 -> new IsIn("uuid", List.of(uuid, SOME_UUID));
      default -> new IsNotIn("uuid", List.of(uuid, SOME_UUID));
    };
  }

  private String name() {
    return List.of("a", "b", "ab", "é", "").get(random.nextInt(5));
  }

  Embedding embedding() {
    var values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.from(values);
  }
}
