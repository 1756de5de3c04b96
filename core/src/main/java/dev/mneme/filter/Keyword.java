package dev.mneme.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The words of the grammar, in any case. All but the reserved ones may also be keys, since a key
 * stands first.
 */
enum Keyword {
  AND(true),
  OR(true),
  NOT(true),
  TRUE(true),
  FALSE(true),
  IN(false),
  EXISTS(false),
  PREFIX(false),
  SUBSTRING(false),
  STARTS(false),
  WITH(false),
  BETWEEN(false),
  CONTAINS(false),
  IS(false),
  NULL(false),
  TIME(false);

  private static final Map<String, Keyword> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Enum::name, keyword -> keyword));
  private static final int LONGEST = 9;

  private final boolean reserved;

  Keyword(boolean reserved) {
    this.reserved = reserved;
  }

  /** The keyword that a word spells. ASCII only: the dotless i of Turkish does not make an IN. */
  static Optional<Keyword> of(String word) {
    boolean candidate = word.length() <= LONGEST && word.chars().allMatch(c -> c < 0x80);
    return candidate
        ? Optional.ofNullable(BY_NAME.get(word.toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }

  /** Whether this word, written as a key, needs quotes. */
  static boolean isReserved(String word) {
    return of(word).filter(keyword -> keyword.reserved).isPresent();
  }
}
