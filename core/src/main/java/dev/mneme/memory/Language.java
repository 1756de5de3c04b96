package dev.mneme.memory;

import dev.mneme.error.InvalidRequestException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * In which language texts are: what words are reduced to, and which are too common to be searched
 * beside others. Stores keep the names.
 */
public enum Language {
  ARABIC,
  ARMENIAN,
  BASQUE,
  BENGALI,
  BRAZILIAN,
  BULGARIAN,
  CATALAN,
  /** Bigrams for Chinese, Japanese and Korean. */
  CJK,
  CZECH,
  DANISH,
  DUTCH,
  /** English stemming and stop words. */
  ENGLISH,
  ESTONIAN,
  FINNISH,
  FRENCH,
  GALICIAN,
  GERMAN,
  GREEK,
  HINDI,
  HUNGARIAN,
  INDONESIAN,
  IRISH,
  ITALIAN,
  LATVIAN,
  LITHUANIAN,
  NEPALI,
  NORWEGIAN,
  PERSIAN,
  PORTUGUESE,
  ROMANIAN,
  RUSSIAN,
  SERBIAN,
  SORANI,
  SPANISH,
  /** Unicode words, lower case, no stemming, no stop words: for texts of several languages. */
  STANDARD,
  SWEDISH,
  TAMIL,
  TELUGU,
  THAI,
  TURKISH;

  /** The name in lower case, as it is written on a command line. */
  public String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The language of that name, in whatever case.
   *
   * @throws InvalidRequestException that lists the names there are
   */
  public static Language named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "unknown language '" + name + "'; there are " + allNames()));
  }

  /** The language of that name, in whatever case; empty if this version has none. */
  public static Optional<Language> find(String name) {
    return Arrays.stream(values())
        .filter(language -> language.name().equalsIgnoreCase(name.strip()))
        .findFirst();
  }

  /** All names in lower case, with commas between. */
  public static String allNames() {
    return Arrays.stream(values()).map(Language::lowerCaseName).collect(Collectors.joining(", "));
  }
}
