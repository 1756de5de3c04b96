package dev.mneme.search.execute;

import dev.mneme.core.vector.VectorKernels;
import dev.mneme.search.fuse.Candidates;
import dev.mneme.search.fuse.MarginalRelevance.PairSimilarity;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How alike two memories are, 0 to 1: the cosine of their vectors, negative ones as 0; where one
 * has none, the share of their words that they have in common (Jaccard). The same pair is as alike
 * each time, to the last bit, or hits would change places from page to page. Reads each memory
 * once. Not thread-safe.
 */
final class MemoryLikeness implements PairSimilarity {
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final VectorKernels kernels = VectorKernels.best();
  private final FetchedMemories memories;
  private final Candidates candidates;
  private final int[] slots;
  private final float[] @Nullable [] units;
  private final @Nullable Set<String>[] words;

  @SuppressWarnings({"unchecked", "rawtypes"})
  MemoryLikeness(FetchedMemories memories, Candidates candidates, int[] slots) {
    this.memories = memories;
    this.candidates = candidates;
    this.slots = slots.clone();
    this.units = new float[slots.length] @Nullable [];
    this.words = new @Nullable Set[slots.length];
  }

  @Override
  public double between(int candidate, int other) {
    float[] unit = unit(candidate);
    float[] otherUnit = unit(other);
    if (unit.length > 0 && unit.length == otherUnit.length) {
      return Math.clamp(kernels.exactDot(unit, otherUnit), 0.0, 1.0);
    }
    return overlap(words(candidate), words(other));
  }

  static double overlap(Set<String> words, Set<String> others) {
    int common = 0;
    for (String word : words) {
      common += others.contains(word) ? 1 : 0;
    }
    int all = words.size() + others.size() - common;
    return all == 0 ? 0 : (double) common / all;
  }

  /** Empty where there is no vector with a direction. */
  private float[] unit(int candidate) {
    float[] known = units[candidate];
    if (known == null) {
      known =
          memories
              .get(candidates.ordinal(slots[candidate]))
              .memory()
              .embedding()
              .filter(embedding -> !embedding.isZero())
              .map(embedding -> VectorKernels.normalized(embedding.array()))
              .orElseGet(() -> new float[0]);
      units[candidate] = known;
    }
    return known;
  }

  private Set<String> words(int candidate) {
    var known = words[candidate];
    if (known == null) {
      known = new HashSet<>();
      String text = memories.get(candidates.ordinal(slots[candidate])).memory().text();
      for (String word : NO_WORD.split(text.toLowerCase(Locale.ROOT), -1)) {
        if (!word.isEmpty()) {
          known.add(word);
        }
      }
      words[candidate] = known;
    }
    return known;
  }
}
