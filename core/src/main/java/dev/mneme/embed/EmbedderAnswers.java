package dev.mneme.embed;

import dev.mneme.memory.Embedding;
import dev.mneme.error.EmbedderException;
import dev.mneme.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks what an embedder answers against what {@link Embedder} promises. Nobody else can: a vector
 * that is missing or of the wrong length would be taken for a memory that has none. Errors name the
 * embedder and the text, shortened.
 */
public final class EmbedderAnswers {
  private static final int SHOWN = 80;

  private EmbedderAnswers() {}

  /**
   * The vectors of the texts.
   *
   * @param dimension that the embedder promises
   * @throws EmbedderException if there is no list, not one vector a text, no vector for a text, or
   *     one of another dimension
   */
  public static List<Embedding> checked(
      String embedder,
      int dimension,
      List<String> texts,
      @Nullable List<? extends @Nullable Embedding> made) {
    var complete = complete(embedder, texts, made);
    for (int i = 0; i < complete.size(); i++) {
      checked(embedder, dimension, texts.get(i), complete.get(i));
    }
    return complete;
  }

  /** As {@link #checked(String, int, List, List)}, whatever the dimension. */
  static List<Embedding> complete(
      String embedder, List<String> texts, @Nullable List<? extends @Nullable Embedding> made) {
    if (made == null) {
      throw noList(embedder, texts);
    }
    requireOneEach(embedder, texts, made.size());
    int i = 0;
    for (var each : made) {
      if (each == null) {
        throw missing(embedder, texts.get(i));
      }
      i++;
    }
    return List.copyOf(made);
  }

  /**
   * The vectors of the texts, from what a model made of them.
   *
   * @param vector the components of one answer
   * @throws EmbedderException if there is not one answer a text, one has no vector, or one that is
   *     not finite
   */
  public static <T> List<Embedding> converted(
      String embedder,
      List<String> texts,
      @Nullable List<? extends @Nullable T> made,
      Function<T, float @Nullable []> vector) {
    if (made == null) {
      throw noList(embedder, texts);
    }
    requireOneEach(embedder, texts, made.size());
    var converted = new ArrayList<Embedding>(made.size());
    for (var each : made) {
      converted.add(converted(embedder, texts.get(converted.size()), each, vector));
    }
    return converted;
  }

  /** As the other method, for one text. */
  public static <T> Embedding converted(
      String embedder, String text, @Nullable T made, Function<T, float @Nullable []> vector) {
    float[] values = made == null ? null : vector.apply(made);
    if (values == null) {
      throw missing(embedder, text);
    }
    try {
      return Embedding.of(values);
    } catch (InvalidRequestException e) {
      throw failed(embedder, List.of(text), e);
    }
  }

  private static void requireOneEach(String embedder, List<String> texts, int made) {
    if (made != texts.size()) {
      throw new EmbedderException(
          "embedder '%s' made %d vectors of %s".formatted(embedder, made, describe(texts)));
    }
  }

  private static EmbedderException noList(String embedder, List<String> texts) {
    return new EmbedderException(
        "embedder '%s' answered null for %s".formatted(embedder, describe(texts)));
  }

  private static EmbedderException missing(String embedder, String text) {
    return new EmbedderException(
        "embedder '%s' answered null for the text '%s'".formatted(embedder, shorten(text)));
  }

  /** As the other method, for one text. */
  public static Embedding checked(
      String embedder, int dimension, String text, @Nullable Embedding made) {
    if (made == null) {
      throw missing(embedder, text);
    }
    if (made.dimension() != dimension) {
      throw new EmbedderException(
          "embedder '%s' promises %d dimensions but answered with %d for the text '%s'"
              .formatted(embedder, dimension, made.dimension(), shorten(text)));
    }
    return made;
  }

  /** What an embedder threw of its own, a vector that is not finite say, with what it was asked. */
  public static EmbedderException failed(
      String embedder, List<String> texts, InvalidRequestException cause) {
    if (cause instanceof EmbedderException named) {
      return named;
    }
    var named =
        new EmbedderException(
            "embedder '%s' failed for %s: %s"
                .formatted(embedder, describe(texts), cause.getMessage()));
    named.addSuppressed(cause);
    return named;
  }

  private static String describe(List<String> texts) {
    var first = texts.isEmpty() ? "" : "'" + shorten(texts.getFirst()) + "'";
    return switch (texts.size()) {
      case 0 -> "no text";
      case 1 -> "the text " + first;
      default -> texts.size() + " texts, the first " + first;
    };
  }

  private static String shorten(String text) {
    return text.codePointCount(0, text.length()) <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "...";
  }
}
