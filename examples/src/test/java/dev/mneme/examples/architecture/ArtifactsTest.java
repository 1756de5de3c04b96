package dev.mneme.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What is published, and what a user gets with it, as the POMs say it. */
class ArtifactsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String BOM = "search/bom";
  private static final Set<String> NOT_PUBLISHED = Set.of("bench", "examples", BOM);

  @Test
  void bom_listsEveryPublishedArtifact() throws Exception {
    var managed = children(child(child(pom(BOM), "dependencyManagement"), "dependencies"));
    var published =
        children(child(pom("."), "modules"))
            .map(Node::getTextContent)
            .filter(module -> !NOT_PUBLISHED.contains(module))
            .map(module -> text(pom(module), "artifactId"))
            .toList();

    assertThat(managed.map(dependency -> text(dependency, "artifactId")))
        .containsExactlyElementsOf(published)
        .contains("mneme-search", "mneme-langchain4j", "mneme-spring-ai");
  }

  /** The BOM has no parent, which would hand on everything that the build manages. */
  @Test
  void bom_managesNothingElse_inTheVersionOfTheBuild() throws Exception {
    var bom = pom(BOM);

    assertThat(children(bom).map(Node::getNodeName)).doesNotContain("parent", "dependencies");
    assertThat(text(bom, "version")).isEqualTo(text(pom("."), "version"));
    assertThat(children(child(child(bom, "dependencyManagement"), "dependencies")))
        .allSatisfy(
            dependency -> {
              assertThat(text(dependency, "groupId")).isEqualTo(text(bom, "groupId"));
              assertThat(text(dependency, "version")).isEqualTo("${project.version}");
            });
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

  private static Element pom(String module) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(ROOT.resolve(module).resolve("pom.xml").toFile())
          .getDocumentElement();
    } catch (Exception e) {
      throw new AssertionError("the POM of " + module, e);
    }
  }

  private static Stream<Element> children(Element parent) {
    var nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast);
  }

  private static Element child(Element parent, String name) {
    return children(parent)
        .filter(element -> element.getNodeName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(parent.getNodeName() + " has no " + name));
  }

  private static String text(Element parent, String name) {
    return child(parent, name).getTextContent();
  }
}
