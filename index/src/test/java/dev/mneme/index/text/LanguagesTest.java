package dev.mneme.index.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.index.text.analysis.Languages;
import dev.mneme.index.text.analysis.TextAnalysis;
import dev.mneme.memory.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Execution(ExecutionMode.CONCURRENT)
class LanguagesTest {
  /** Of no language: they cut words in other ways, or wrap another analyzer. */
  private static final Set<String> OTHER_ANALYZERS =
      Set.of(
          "ClassicAnalyzer",
          "CollationKeyAnalyzer",
          "CustomAnalyzer",
          "KeywordAnalyzer",
          "LimitTokenCountAnalyzer",
          "QueryAutoStopWordAnalyzer",
          "SimpleAnalyzer",
          "StopAnalyzer",
          "UAX29URLEmailAnalyzer",
          "UnicodeWhitespaceAnalyzer",
          "WhitespaceAnalyzer");

  @TempDir private Path directory;

  @Test
  void everyAnalyzerOfLucenesCommonModule_hasALanguage() throws IOException {
    var shipped = new TreeSet<String>();
    String file =
        EnglishAnalyzer.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    try (var jar = new JarFile(file)) {
      jar.stream()
          .map(entry -> entry.getName().replaceAll(".*/", ""))
          .filter(name -> name.endsWith("Analyzer.class") && !name.contains("$"))
          .forEach(name -> shipped.add(name.replace(".class", "")));
    }
    assertThat(shipped).hasSizeGreaterThan(40).containsAll(OTHER_ANALYZERS);
    shipped.removeAll(OTHER_ANALYZERS);
    shipped.add("StandardAnalyzer"); // is in Lucene's core
    var ours = new TreeSet<String>();
    for (Language language : Language.values()) {
      Analyzer analyzer = Languages.analyzer(language, CharArraySet.EMPTY_SET);
      ours.add(analyzer.getClass().getSimpleName());
      assertThat(analyzer.getClass().getSimpleName().toLowerCase(Locale.ROOT))
          .isEqualTo(language.lowerCaseName() + "analyzer");
    }
    assertThat(ours).isEqualTo(shipped);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ARABIC | \u0627\u0644\u0643\u062A\u0627\u0628 | \u0643\u062A\u0627\u0628",
        "ARMENIAN | քաղաքներ | քաղաք",
        "BASQUE | etxeak | etxe",
        "BENGALI | মানুষের | মানুষ",
        "BRAZILIAN | meninas | menina",
        "BULGARIAN | книгата | книга",
        "CATALAN | gats | gat",
        "CJK | 東京都 | 東京",
        "CZECH | knihy | kniha",
        "DANISH | bøgerne | bøger",
        "DUTCH | boeken | boek",
        "ENGLISH | boats | boat",
        "ESTONIAN | raamatud | raamat",
        "FINNISH | talossa | talo",
        "FRENCH | chevaux | cheval",
        "GALICIAN | libros | libro",
        "GERMAN | Häuser | Haus",
        "GREEK | γάτες | γάτα",
        "HINDI | लड़कियों | लड़की",
        "HUNGARIAN | házak | ház",
        "INDONESIAN | membaca | baca",
        "IRISH | bpáiste | páiste",
        "ITALIAN | ragazzi | ragazzo",
        "LATVIAN | grāmatas | grāmata",
        "LITHUANIAN | knygos | knyga",
        "NEPALI | घरहरू | घर",
        "NORWEGIAN | bilene | bil",
        "PERSIAN | کتاب\u200Cها | کتاب",
        "PORTUGUESE | livros | livro",
        "ROMANIAN | cărților | cărți",
        "RUSSIAN | книги | книга",
        "SERBIAN | књиге | knjiga",
        "SORANI | پیاوەکان | پیاو",
        "SPANISH | libros | libro",
        "STANDARD | BOATS | boats",
        "SWEDISH | bilarna | bil",
        "TAMIL | புத்தகங்களை | புத்தகங்கள்",
        "TELUGU | పిల్లలు | పిల్ల",
        "THAI | ฉันรักแมวดำ | แมว",
        "TURKISH | kitaplar | kitap",
        "TURKISH | İSTANBUL | istanbul",
      })
  void word_isFoundInAnotherFormOfItsLanguage(Language language, String stored, String asked) {
    try (var store = new TextFixture(directory, language)) {
      store.add("11 22 " + stored + " 33", "11 22 33", "44 55");
      for (int i = 0; i < 2; i++) {
        assertThat(store.search(asked, 10).ordinals()).as(asked).containsExactly(0);
        String text = "11 22 " + stored;
        var spans = store.view.highlight(store.view.parse(asked), text);
        assertThat(spans).as(asked).isNotEmpty();
        assertThat(spans.getFirst().start()).isBetween(6, text.indexOf(stored) + stored.length());
        store.view.checkpoint(store.sequence);
        store.reopen();
      }
    }
  }

  @Test
  void everyLanguage_isTried() throws NoSuchMethodException {
    var rows =
        LanguagesTest.class
            .getDeclaredMethod(
                "word_isFoundInAnotherFormOfItsLanguage",
                Language.class,
                String.class,
                String.class)
            .getAnnotation(CsvSource.class)
            .value();
    assertThat(Arrays.stream(rows).map(row -> Language.valueOf(row.split(" ")[0])))
        .containsAll(EnumSet.allOf(Language.class));
  }

  @ParameterizedTest
  @EnumSource
  void queryOfStopWordsOnly_isFound(Language language) {
    long seed = language.ordinal();
    var random = new Random(seed);
    List<String> stopWords = stopWords(language);
    assertThat(stopWords.isEmpty()).isEqualTo(language == Language.STANDARD);
    if (stopWords.isEmpty()) {
      return;
    }
    try (var store = new TextFixture(directory, language)) {
      store.add("11 22 33", "44 55");
      var queries = new ArrayList<String>();
      for (int i = 0; i < 30; i++) {
        String query =
            random
                .ints(1 + random.nextInt(5), 0, stopWords.size())
                .mapToObj(stopWords::get)
                .collect(Collectors.joining(" "));
        queries.add(query);
        store.add("66 " + query + " 77");
      }
      for (int i = 0; i < queries.size(); i++) {
        assertThat(store.search(queries.get(i), 100).ordinals())
            .as("%s, seed %d: %s", language, seed, queries.get(i))
            .contains(i + 2)
            .doesNotContain(0, 1);
      }
    }
  }

  /** Without those that are parts of words and nothing by themselves. */
  private static List<String> stopWords(Language language) {
    var analysis = TextAnalysis.of(language);
    return Languages.stopWords(language).stream()
        .map(word -> new String((char[]) word))
        .filter(word -> !analysis.words(word).isEmpty())
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void wordsOfEveryKind_areFoundInEveryLanguage(Language language) {
    try (var store = new TextFixture(directory, language)) {
      store.add(
          "order ORD-2024-00017 of get_user_profile by O\u2019Brien at the cafe\u0301 in"
              + " \uFB02ight",
          "something else");
      for (String query :
          List.of(
              "ORD-2024-00017",
              "get_user_profile",
              "profile",
              "O'Brien",
              "caf\u00e9",
              "cafe",
              "flight")) {
        assertThat(store.search(query, 10).ordinals())
            .as("%s: %s", language, query)
            .containsExactly(0);
      }
    }
  }

  @Test
  void unknownLanguage_isRefusedWithTheNamesThereAre() {
    assertThat(Language.named(" German ")).isEqualTo(Language.GERMAN);
    assertThatThrownBy(() -> Language.named("klingon"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("'klingon'")
        .hasMessageContaining(Language.allNames());
    assertThat(Language.allNames().split(", ")).hasSameSizeAs(Language.values());
  }

  @ParameterizedTest
  @EnumSource(names = {"ENGLISH", "STANDARD", "CJK", "GERMAN", "THAI"})
  void apply_takesTextsOfAnyLength(Language language) {
    try (var store = new TextFixture(directory, language)) {
      String mebibyte = "x".repeat(1 << 20);
      var cjk = "東".repeat(300_000);
      store.add(mebibyte, "ordinary", "word ".repeat(200_000), cjk, "İ".repeat(100_000));
      assertThat(store.search("ordinary", 5).ordinals()).containsExactly(1);
      assertThat(store.search("word", 5).ordinals()).containsExactly(2);
    }
  }

  @Test
  void search_inJapaneseByBigrams() {
    try (var store = new TextFixture(directory, Language.CJK)) {
      store.add("東京都に住む", "京都に行く", "Tokyo Tower");
      assertThat(store.search("東京", 5).ordinals()).containsExactly(0);
      assertThat(store.search("京都", 5).ordinals()).containsExactly(1, 0);
      assertThat(store.search("tokyo", 5).ordinals()).containsExactly(2);
    }
  }

  @Test
  void search_inStandardLanguageDoesNotStem() {
    try (var store = new TextFixture(directory, Language.STANDARD)) {
      store.add("The runner", "running");
      assertThat(store.search("RUNNING", 5).ordinals()).containsExactly(1);
      assertThat(store.search("the", 5).ordinals()).containsExactly(0);
    }
  }
}
