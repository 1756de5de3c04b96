package dev.mneme.checks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mneme.MemoryEngine;
import dev.mneme.search.engine.LocalEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages depend on each other as ARCHITECTURE.md says. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.mneme");

  /** What users see; everything else is out of their reach. */
  private static final String[] API = {
    "dev.mneme",
    "dev.mneme.chunk",
    "dev.mneme.embed",
    "dev.mneme.error",
    "dev.mneme.filter",
    "dev.mneme.memory",
    "dev.mneme.report",
    "dev.mneme.request"
  };

  /** They show the adapters at work, so they know the frameworks too. */
  private static final String PROGRAMS = "dev.mneme.examples.programs..";

  private static final List<String> VIEWS = List.of("text", "vector", "time", "attribute");

  @Test
  void data_flowsOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("core")
        .definedBy(
            "dev.mneme.core..",
            "dev.mneme.chunk",
            "dev.mneme.embed",
            "dev.mneme.error",
            "dev.mneme.filter",
            "dev.mneme.memory",
            "dev.mneme.report")
        .layer("index")
        .definedBy("dev.mneme.index..")
        .layer("search")
        .definedBy("dev.mneme.search..", "dev.mneme", "dev.mneme.request")
        .layer("adapters")
        .definedBy("dev.mneme.langchain4j..", "dev.mneme.springai..", "dev.mneme.embedders..")
        .layer("examples")
        .definedBy("dev.mneme.examples..")
        .whereLayer("examples")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("adapters")
        .mayOnlyBeAccessedByLayers("examples")
        .whereLayer("search")
        .mayOnlyBeAccessedByLayers("adapters", "examples")
        .whereLayer("index")
        .mayOnlyBeAccessedByLayers("search")
        .check(CLASSES);
  }

  /** But for the door itself: {@code MemoryEngine.open} leads to the engine that implements it. */
  @Test
  void packages_haveNoCycles() {
    slices()
        .matching("dev.mneme.(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(MemoryEngine.class, LocalEngine.class)
        .check(CLASSES);
  }

  @Test
  void api_showsItsOwnTypesAndThoseOfJavaOnly() {
    classes()
        .that()
        .resideInAnyPackage(API)
        .and()
        .arePublic()
        .should(new ApiSurface(Set.of(API)))
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "org.apache.lucene.., dev.mneme.index.text..",
    "com.github.jelmerk.., dev.mneme.index.vector.live..",
    "net.openhft.., dev.mneme.core.ids..",
    "jdk.incubator.vector.., dev.mneme.core.vector..",
    "org.springframework.., dev.mneme.springai.."
  })
  void library_isKnownToOnePackageOnly(String library, String home) {
    noClasses()
        .that()
        .resideOutsideOfPackages(home, PROGRAMS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev.mneme.langchain4j", "dev.mneme.springai", "dev.mneme.embedders"})
  void adapter_knowsTheEnginesApi_andWhatAdaptersShare_only(String adapter) {
    noClasses()
        .that()
        .resideInAPackage(adapter + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.mneme..")
                .and(resideOutsideOfPackage(adapter + ".."))
                .and(resideOutsideOfPackages(API))
                .and(resideOutsideOfPackage("dev.mneme.search.adapter")))
        .check(CLASSES);
  }

  /** What they show is what anybody can write. */
  @Test
  void programs_knowNothingThatUsersCannotReach() {
    noClasses()
        .that()
        .resideInAPackage(PROGRAMS)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.mneme..")
                .and(resideOutsideOfPackages(API))
                .and(
                    resideOutsideOfPackages(
                        PROGRAMS,
                        "dev.mneme.embedders",
                        "dev.mneme.langchain4j",
                        "dev.mneme.springai")))
        .check(CLASSES);
  }

  @Test
  void whatAdaptersShare_isKnownToAdaptersOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.mneme.search.adapter..", "dev.mneme.langchain4j..", "dev.mneme.springai..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.mneme.search.adapter..")
        .check(CLASSES);
  }

  /** Beyond search, the command line has its guesses of encodings from ICU. */
  @Test
  void icu_isKnownToTheTextViewOnly() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.mneme.core..", "dev.mneme.index..", "dev.mneme.search..")
        .and()
        .resideOutsideOfPackage("dev.mneme.index.text..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.ibm.icu..")
        .check(CLASSES);
  }

  /** The local models are LangChain4j's. */
  @Test
  void langChain4j_isKnownToItsAdapterAndTheEmbeddersOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.mneme.langchain4j..", "dev.mneme.embedders..", PROGRAMS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.langchain4j..")
        .check(CLASSES);
  }

  /** What is written through it is none of its business. */
  @Test
  void storage_knowsNoOtherPackageOfOurs() {
    noClasses()
        .that()
        .resideInAPackage("dev.mneme.core.storage..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.mneme..").and(not(resideInAPackage("dev.mneme.core.storage.."))))
        .check(CLASSES);
  }

  /**
   * Two libraries open files on their own: Chronicle Map those of the ids, and Lucene those of the
   * text index, for reading.
   */
  @Test
  void storage_isTheOnlyWayToTheDisk() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.mneme.core..", "dev.mneme.embed..", "dev.mneme.index..")
        .and()
        .resideOutsideOfPackage("dev.mneme.core.storage..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.nio\\.file\\.Files"
                + "|java\\.io\\.(RandomAccessFile|File(In|Out)putStream|FileReader|FileWriter)"
                + "|java\\.nio\\.channels\\.(Asynchronous)?FileChannel")
        .check(CLASSES);
  }

  /**
   * The log stands on its format and drives compaction, which does not know it; checks and salvage
   * stand on the log.
   */
  @Test
  void log_isBuiltInOneDirection() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("format")
        .definedBy("dev.mneme.core.log.format")
        .layer("compact")
        .definedBy("dev.mneme.core.log.compact")
        .layer("log")
        .definedBy("dev.mneme.core.log")
        .layer("repair")
        .definedBy("dev.mneme.core.log.repair")
        .whereLayer("repair")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("log")
        .mayOnlyBeAccessedByLayers("repair")
        .whereLayer("compact")
        .mayOnlyBeAccessedByLayers("log")
        .check(CLASSES);
  }

  @Test
  void views_doNotKnowEachOther() {
    for (var view : VIEWS) {
      var others =
          VIEWS.stream()
              .filter(other -> !other.equals(view))
              .map(other -> "dev.mneme.index." + other + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("dev.mneme.index." + view + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .check(CLASSES);
    }
  }

  /** What scores, holds, searches, builds and maintains segments, from the bottom to the view. */
  @Test
  void vectorIndex_isBuiltInFloors() {
    var vector = "dev.mneme.index.vector";
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("score")
        .definedBy(vector + ".score")
        .layer("live")
        .definedBy(vector + ".live")
        .layer("segment")
        .definedBy(vector + ".segment")
        .layer("search")
        .definedBy(vector + ".search")
        .layer("build")
        .definedBy(vector + ".build")
        .layer("maintain")
        .definedBy(vector + ".maintain")
        .layer("view")
        .definedBy(vector)
        .whereLayer("score")
        .mayNotAccessAnyLayer()
        .whereLayer("live")
        .mayOnlyAccessLayers("score")
        .whereLayer("segment")
        .mayOnlyAccessLayers("score")
        .whereLayer("search")
        .mayOnlyAccessLayers("score", "segment")
        .whereLayer("build")
        .mayOnlyAccessLayers("score", "segment", "search")
        .whereLayer("maintain")
        .mayOnlyAccessLayers("score", "live", "search", "build")
        .check(CLASSES);
  }

  /** Each knows those before it only. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "index.store.state, index.store.repair, index.store.commit, index.store.maintain,"
            + " index.store",
        "index.text.analysis, index.text.lucene, index.text.query, index.text"
      })
  void partsOfStoreAndText_knowWhatIsBelowThemOnly(String bottomUp) {
    var parts = bottomUp.split(", ");
    for (int i = 0; i < parts.length; i++) {
      var above =
          Arrays.stream(parts, i + 1, parts.length)
              .map(part -> "dev.mneme." + part)
              .toArray(String[]::new);
      if (above.length > 0) {
        noClasses()
            .that()
            .resideInAPackage("dev.mneme." + parts[i])
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(above)
            .check(CLASSES);
      }
    }
  }

  /** Repair is driven by who opens a store; writing and maintaining know nothing of it. */
  @Test
  void repairOfAStore_isKnownToWhoOpensItOnly() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.mneme.index.store.commit", "dev.mneme.index.store.maintain")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.mneme.index.store.repair")
        .check(CLASSES);
  }

  @Test
  void nobody_usesReflectionOrJavaSerialization() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.reflect..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectOutputStream")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .check(CLASSES);
  }
}
