package dev.mneme.checks;

import static dev.mneme.checks.Artifacts.child;
import static dev.mneme.checks.Artifacts.children;
import static dev.mneme.checks.Artifacts.pom;
import static dev.mneme.checks.Artifacts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What is published, and what a user gets with it. */
class ArtifactsTest {
  @Test
  void bom_listsEveryPublishedArtifact() {
    var managed =
        children(child(child(pom(Artifacts.BOM), "dependencyManagement"), "dependencies"));

    assertThat(managed.map(dependency -> text(dependency, "artifactId")))
        .containsExactlyElementsOf(Artifacts.published())
        .contains("mneme-search", "mneme-langchain4j", "mneme-spring-ai", "mneme-embedders");
  }

  /** The BOM has no parent, which would hand on everything that the build manages. */
  @Test
  void bom_managesNothingElse_inTheVersionOfTheBuild() {
    var bom = pom(Artifacts.BOM);

    assertThat(children(bom).map(Node::getNodeName)).doesNotContain("parent", "dependencies");
    assertThat(text(bom, "version")).isEqualTo(Artifacts.version());
    assertThat(children(child(child(bom, "dependencyManagement"), "dependencies")))
        .allSatisfy(
            dependency -> {
              assertThat(text(dependency, "groupId")).isEqualTo(text(bom, "groupId"));
              assertThat(text(dependency, "version")).isEqualTo("${project.version}");
            });
  }

  /** What the others have of their parent. */
  @ParameterizedTest
  @ValueSource(strings = {"url", "licenses", "scm"})
  void bom_saysWhereItIsFrom(String element) {
    assertThat(words(child(pom(Artifacts.BOM), element)))
        .isEqualTo(words(child(pom("."), element)));
  }

  @Test
  void engine_dependsOnNoFramework() {
    for (var module : List.of("core", "index", "search")) {
      assertThat(children(child(pom(module), "dependencies")))
          .extracting(dependency -> text(dependency, "groupId"))
          .isNotEmpty()
          .noneMatch(
              group ->
                  group.startsWith("dev.langchain4j") || group.startsWith("org.springframework"));
    }
  }

  /** As it leaves the build: complete by itself, without what only tests want. */
  @ParameterizedTest
  @MethodSource("dev.mneme.checks.Artifacts#published")
  void publishedPom_standsAlone(String artifact) {
    var jar = ConsumerProject.jar(artifact);
    assumeTrue(jar.isPresent(), "made by mvn verify");
    var pom = Artifacts.parsed(jar.get().resolveSibling("flattened-pom.xml"));

    assertThat(children(pom).map(Node::getNodeName))
        .contains("name", "description", "url", "licenses", "scm")
        .doesNotContain("parent", "build", "profiles", "properties", "dependencyManagement");
    for (var origin : List.of("url", "scm")) {
      assertThat(words(child(pom, origin))).isEqualTo(words(child(pom("."), origin)));
    }
    assertThat(children(child(pom, "dependencies")))
        .isNotEmpty()
        .allSatisfy(
            dependency -> {
              assertThat(text(dependency, "version")).doesNotContain("$");
              assertThat(text(dependency, "scope")).isIn("compile", "runtime");
            });
  }

  /** A name that stays the same on the module path, whatever the file is called. */
  @ParameterizedTest
  @ValueSource(strings = {"mneme-langchain4j", "mneme-spring-ai", "mneme-embedders"})
  void jarWithoutModuleInfo_hasAModuleName(String artifact) throws Exception {
    var jar = ConsumerProject.jar(artifact);
    assumeTrue(jar.isPresent(), "made by mvn verify");
    try (var file = new JarFile(jar.get().toFile())) {
      assertThat(file.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
          .startsWith("dev.mneme.");
    }
  }

  private static String words(Element element) {
    return element.getTextContent().strip().replaceAll("\\s+", " ");
  }
}
