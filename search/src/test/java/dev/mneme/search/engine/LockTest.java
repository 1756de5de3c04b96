package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.memory.Memory;
import dev.mneme.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes and one store, whatever has become of its lock: no acknowledged write vanishes. */
class LockTest {
  @TempDir private Path temporary;

  @Test
  void storeThatItsHostCopies_letsNobodyElseIn() throws Exception {
    var store = temporary.resolve("store");
    try (var engine = MemoryEngine.open(store, EngineOptions.defaults())) {
      engine.namespace().add(memory("mine"));
      copy(store, temporary.resolve("copy"));
      assertThat(child(store, "theirs")).containsExactly("refused");
      engine.namespace().add(memory("later"));
      // The copy is a store of its own.
      assertThat(child(temporary.resolve("copy"), "theirs")).contains("wrote", "sees mine");
    }
    assertThat(child(store, "theirs")).contains("wrote", "sees mine", "sees later");
  }

  @Test
  void storeWhoseLockIsDeleted_letsNobodyElseIn() throws Exception {
    var store = temporary.resolve("store");
    try (var engine = MemoryEngine.open(store, EngineOptions.defaults())) {
      engine.namespace().add(memory("mine"));
      Files.delete(store.resolve("lock"));
      assertThat(child(store, "theirs")).containsExactly("refused");
      engine.namespace().add(memory("later"));
    }
  }

  @Test
  void writerThatHasLostTheStore_stopsBeforeItWrites() throws Exception {
    var store = temporary.resolve("store");
    var engine = MemoryEngine.open(store, EngineOptions.defaults());
    engine.namespace().add(memory("mine"));
    Files.delete(store.resolve("lock"));
    Files.delete(store.resolve("lock.owner"));
    assertThat(child(store, "theirs")).contains("wrote", "sees mine");
    var log = logs(store);
    assertThatThrownBy(() -> engine.namespace().add(memory("lost")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("lock.owner");
    assertThatThrownBy(engine::flush).isInstanceOf(StorageException.class);
    assertThat(engine.namespace().get("mine")).isPresent();
    engine.close();
    assertThat(logs(store)).isEqualTo(log);
    try (var again = MemoryEngine.open(store, EngineOptions.defaults())) {
      assertThat(again.namespace().get("mine")).isPresent();
      assertThat(again.namespace().get("theirs")).isPresent();
      assertThat(again.namespace().get("lost")).isEmpty();
      assertThat(again.verify().problems()).isEmpty();
    }
  }

  private static List<String> logs(Path store) throws IOException {
    var contents = new ArrayList<String>();
    try (var files = Files.list(store.resolve("log"))) {
      for (var file : files.sorted().toList()) {
        contents.add(
            file.getFileName() + " " + java.util.Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private List<String> child(Path store, String id) throws Exception {
    return ChildJvm.run(temporary, "-Xmx256m", Child.class, List.of(store.toString(), id));
  }

  private static Memory memory(String id) {
    return Memory.text("the text of " + id).id(id).build();
  }

  /** Opens the store, says what is there, and writes. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      try (var engine = MemoryEngine.open(Path.of(arguments[0]), EngineOptions.defaults())) {
        for (var id : List.of("mine", "later")) {
          if (engine.namespace().get(id).isPresent()) {
            System.out.println("sees " + id);
          }
        }
        engine.namespace().put(memory(arguments[1]));
        System.out.println("wrote");
      } catch (StorageException e) {
        System.out.println("refused");
      }
    }
  }
}
