package dev.mneme.checks;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What is published, as the POMs say it. */
final class Artifacts {
  static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  static final String BOM = "search/bom";
  private static final Set<String> NOT_PUBLISHED = Set.of("bench", "examples", BOM);

  private Artifacts() {}

  /** The modules whose jars are published, in the order of the build. */
  static List<String> modules() {
    return children(child(pom("."), "modules"))
        .map(Node::getTextContent)
        .filter(module -> !NOT_PUBLISHED.contains(module))
        .toList();
  }

  /** The names of these jars. */
  static List<String> published() {
    return modules().stream().map(module -> text(pom(module), "artifactId")).toList();
  }

  /** The version that this build makes. */
  static String version() {
    return text(pom("."), "version");
  }

  static Element pom(String module) {
    return parsed(ROOT.resolve(module).resolve("pom.xml"));
  }

  static Element parsed(Path file) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(file.toFile())
          .getDocumentElement();
    } catch (Exception e) {
      throw new AssertionError("the POM " + file, e);
    }
  }

  static Stream<Element> children(Element parent) {
    var nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast);
  }

  static Element child(Element parent, String name) {
    return children(parent)
        .filter(element -> element.getNodeName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(parent.getNodeName() + " has no " + name));
  }

  static String text(Element parent, String name) {
    return child(parent, name).getTextContent();
  }
}
