package dev.mneme.checks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A Maven project of somebody else, in a directory of its own, that has Mneme from a repository as
 * a user would. The repository holds what this build has published, and leads on to the machine's
 * own for everything else, so that nothing of Mneme in there is seen and nothing is put there.
 */
final class ConsumerProject {
  private static final String VERSION = Artifacts.version();

  private final Path directory;

  /**
   * @param directory an empty one
   */
  ConsumerProject(Path directory) {
    this.directory = directory;
  }

  /** The jar of a module in this build; empty where it was only compiled. */
  static Optional<Path> jar(String artifact) {
    var name = artifact + "-" + VERSION + ".jar";
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> entry.getFileName().toString().equals(name))
        .findFirst();
  }

  void source(String name, String text) throws IOException {
    var file = directory.resolve("src/main/java").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /**
   * Compiles the project, which depends on this artifact; returns its class path, the classes
   * first.
   */
  List<Path> build(String artifact) throws Exception {
    Files.writeString(directory.resolve("pom.xml"), pom(artifact));
    var file = directory.resolve("target/classpath");
    var repository = directory.resolve("repository");
    var path = new ArrayList<Path>();
    path.add(directory.resolve("target/classes"));
    try {
      publish(repository);
      Child.mvn(
          directory,
          List.of(
              "-Dmaven.repo.local=" + repository,
              "compile",
              "dependency:build-classpath",
              "-Dmdep.outputFile=" + file));
      for (var entry : Files.readString(file).strip().split(File.pathSeparator)) {
        path.add(Path.of(entry).toRealPath());
      }
    } finally {
      unlinkAll(repository);
      unlinkAll(repository.resolve("dev"));
    }
    return path;
  }

  /** Runs {@code java} in the project. */
  Child java(List<String> arguments) throws Exception {
    return Child.java(directory, arguments);
  }

  private static void publish(Path repository) throws IOException {
    var machine = Path.of(System.getProperty("maven.local"));
    linkAll(machine, repository, "dev");
    linkAll(machine.resolve("dev"), repository.resolve("dev"), "mneme");
    for (var artifact : Artifacts.published()) {
      var jar = jar(artifact).orElseThrow(() -> new AssertionError("no jar of " + artifact));
      put(repository, artifact, jar, ".jar");
      put(repository, artifact, jar.resolveSibling("flattened-pom.xml"), ".pom");
    }
    put(repository, "mneme-bom", Artifacts.ROOT.resolve(Artifacts.BOM).resolve("pom.xml"), ".pom");
  }

  private static void put(Path repository, String artifact, Path file, String extension)
      throws IOException {
    var home =
        Files.createDirectories(repository.resolve("dev/mneme").resolve(artifact).resolve(VERSION));
    Files.copy(file, home.resolve(artifact + "-" + VERSION + extension));
  }

  /** Links everything but one directory, which is made anew. */
  private static void linkAll(Path from, Path to, String but) throws IOException {
    Files.createDirectories(to);
    try (var entries = Files.newDirectoryStream(from)) {
      for (var entry : entries) {
        if (!entry.getFileName().toString().equals(but)) {
          Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
        }
      }
    }
  }

  private static void unlinkAll(Path directory) throws IOException {
    try (var entries = Files.newDirectoryStream(directory, Files::isSymbolicLink)) {
      for (var entry : entries) {
        Files.delete(entry);
      }
    }
  }

  private static String pom(String artifact) {
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>consumer</groupId>
          <artifactId>consumer</artifactId>
          <version>1</version>
          <properties>
            <maven.compiler.release>25</maven.compiler.release>
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
          </properties>
          <dependencyManagement>
            <dependencies>
              <dependency>
                <groupId>dev.mneme</groupId>
                <artifactId>mneme-bom</artifactId>
                <version>%s</version>
                <type>pom</type>
                <scope>import</scope>
              </dependency>
            </dependencies>
          </dependencyManagement>
          <dependencies>
            <dependency><groupId>dev.mneme</groupId><artifactId>%s</artifactId></dependency>
          </dependencies>
          <build>
            <plugins>
              <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
              <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.15.0</version></plugin>
              <plugin><artifactId>maven-dependency-plugin</artifactId><version>3.8.1</version></plugin>
            </plugins>
          </build>
        </project>
        """
        .formatted(VERSION, artifact);
  }
}
