package dev.mneme.springai;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.springframework.ai.vectorstore.filter.FilterExpressionBuilder.Op;
import org.springframework.ai.vectorstore.filter.FilterExpressionBuilder;

/** Metadata, texts and filters of any kind, from few enough values to match often. */
final class RandomDocuments {
  private final FilterExpressionBuilder filters = new FilterExpressionBuilder();
  private final Random random;

  RandomDocuments(Random random) {
    this.random = random;
  }

  Map<String, Object> metadata() {
    var metadata = new HashMap<String, Object>();
    metadata.put("always", random.nextInt(6) / 2.0);
    if (random.nextInt(4) > 0) {
      metadata.put("name", name());
    }
    if (random.nextInt(4) > 0) {
      metadata.put("n", random.nextInt(4));
    }
    if (random.nextBoolean()) {
      metadata.put("flag", random.nextBoolean());
    }
    return metadata;
  }

  /** LT and LTE only of the key that every document has: there alone Spring's store differs. */
  Op filter(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 5)) {
      case 0 -> unordered("name", name(), name());
      case 1 -> unordered("n", random.nextInt(4), (double) random.nextInt(4));
      case 2 -> unordered("flag", random.nextBoolean(), true);
      case 3 -> random.nextBoolean() ? filters.gt("n", 1.5) : filters.gte("name", name());
      case 4 -> ordered("always", random.nextInt(3));
      case 5, 6 -> filters.and(filter(depth - 1), filter(depth - 1));
      case 7 -> filters.or(filters.group(filter(depth - 1)), filter(depth - 1));
      default -> filters.not(filter(depth - 1));
    };
  }

  private Op unordered(String key, Object value, Object other) {
    return switch (random.nextInt(6)) {
      case 0 -> filters.eq(key, value);
      case 1 -> filters.ne(key, value);
      case 2 -> filters.in(key, value, other);
      case 3 -> filters.nin(key, value, other);
      case 4 -> filters.isNull(key);
      default -> filters.isNotNull(key);
    };
  }

  private Op ordered(String key, Object value) {
    return switch (random.nextInt(4)) {
      case 0 -> filters.lt(key, value);
      case 1 -> filters.lte(key, value);
      case 2 -> filters.gt(key, value);
      default -> filters.gte(key, value);
    };
  }

  private String name() {
    return List.of("a", "b", "ab", "é").get(random.nextInt(4));
  }

  String text() {
    var words = List.of("red", "green", "blue", "black", "white", "one", "two", "three");
    return String.join(
        " ", IntStream.range(0, 5).mapToObj(i -> words.get(random.nextInt(8))).toList());
  }
}
