package dev.mneme.examples.cli;

import dev.mneme.MemoryEngine;

import static dev.mneme.examples.cli.CliRun.mneme;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.EngineOptions;
import dev.mneme.report.StoreInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageOptionTest {
  @TempDir private Path directory;
  private Path store;
  private Path file;

  @BeforeEach
  void writeFile() throws Exception {
    store = directory.resolve("store");
    file = Files.writeString(directory.resolve("m.jsonl"), "{\"text\": \"the cafe\\u0301\"}\n");
  }

  private CliRun ingest(String... language) {
    var args = new java.util.ArrayList<Object>();
    args.addAll(List.of("ingest", "--store", store, "--embedder", "none", "--json"));
    args.addAll(List.of(language));
    args.add(file);
    return mneme(args.toArray());
  }

  static List<String> languages() {
    return EngineOptions.languages();
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyLanguage_isTakenInAnyCase_andStandsInTheStore(String language) {
    ingest("--language", language.toUpperCase(Locale.ROOT)).ok();
    assertThat(MemoryEngine.info(store).map(StoreInfo::languageName))
        .isEqualTo(Optional.of(language));
  }

  @Test
  void store_keepsItsLanguage() {
    ingest("--language", "turkish").ok();
    ingest().ok();
    ingest("--language", "turkish").ok();
    assertThat(ingest("--language", "english").failure()).contains("turkish", "english");
    assertThat(MemoryEngine.info(store).map(StoreInfo::languageName))
        .isEqualTo(Optional.of("turkish"));
    assertThat(mneme("search", "--store", store, "CAF\u00c9").ok().out()).contains("cafe\u0301");
  }

  @ParameterizedTest
  @ValueSource(strings = {"klingon", "", "german ", "en"})
  void unknownLanguage_isRefusedWithTheNamesThereAre(String language) {
    var run = ingest("--language", language);
    assertThat(run.status()).isNotZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("'" + language + "'").contains(EngineOptions.languages());
    assertThat(store).doesNotExist();
  }

  @Test
  void help_namesThem() {
    assertThat(mneme("ingest", "--help").ok().out()).contains("--language");
  }
}
