package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.request.ListRequest;
import dev.mneme.filter.Filter;
import dev.mneme.error.ConflictException;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryUpdate;
import dev.mneme.request.SearchRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A namespace is a wall: the same ids, words, vectors and attributes in 1,000 of them never touch.
 */
class NamespaceWallTest {
  private static final int NAMESPACES = 1_000;
  private static final int MEMORIES = 5;

  @TempDir private Path directory;

  @Test
  void thousandNamespaces_neverTouchEachOther() {
    var options = EngineOptions.defaults().durability(Durability.ASYNC);
    try (var engine = MemoryEngine.open(directory, options)) {
      for (int n = 0; n < NAMESPACES; n++) {
        engine.namespace(name(n)).addAll(memories(n));
      }
      for (int n = 0; n < NAMESPACES; n++) {
        change(engine.namespace(name(n)), n);
      }
      for (int n = 0; n < NAMESPACES; n++) {
        check(engine.namespace(name(n)), n);
      }
      assertThat(engine.namespaces()).hasSize(NAMESPACES - NAMESPACES / 10);
    }
    try (var engine = MemoryEngine.open(directory, options)) {
      for (int n = 0; n < NAMESPACES; n += 7) {
        check(engine.namespace(name(n)), n);
      }
    }
  }

  /** Names that are prefixes of each other, and differ in case and in an invisible character. */
  private static String name(int n) {
    return switch (n % 3) {
      case 0 -> "user:" + n;
      case 1 -> "User:" + n + "\u200b";
      default -> "user:" + n + "0";
    };
  }

  private static List<Memory> memories(int n) {
    var memories = new ArrayList<Memory>();
    for (int i = 0; i < MEMORIES; i++) {
      memories.add(
          Memory.text("shared words of everyone")
              .id("id-" + i)
              .attribute("number", i)
              .attribute("owner", n)
              .embedding(1, i, 0)
              .build());
    }
    return memories;
  }

  /** Every tenth deletes all, the others delete one memory by id, one by filter and change one. */
  private static void change(Namespace namespace, int n) {
    if (n % 10 == 0) {
      assertThat(namespace.deleteAll(Filter.exists("number"))).isEqualTo(MEMORIES);
      return;
    }
    assertThat(namespace.delete("id-0")).isTrue();
    assertThat(namespace.deleteAll(Filter.eq("number", 1))).isEqualTo(1);
    namespace.update("id-2", MemoryUpdate.builder().text("changed by " + n).build());
    Assertions.assertThatThrownBy(() -> namespace.add(Memory.text("again").id("id-3").build()))
        .isInstanceOf(ConflictException.class);
  }

  private static void check(Namespace namespace, int n) {
    int left = n % 10 == 0 ? 0 : MEMORIES - 2;
    assertThat(namespace.count()).isEqualTo(left);
    assertThat(namespace.count(Filter.eq("owner", n))).isEqualTo(left);
    assertThat(namespace.get("id-0")).isEmpty();
    var random = new Random(n);
    var hits =
        namespace
            .search(
                SearchRequest.text("shared words changed")
                    .vector(1, random.nextInt(MEMORIES), 0)
                    .limit(100)
                    .build())
            .hits();
    assertThat(hits)
        .hasSize(Math.max(0, left))
        .allSatisfy(
            hit -> {
              assertThat(hit.namespace()).isEqualTo(namespace.name());
              assertThat(hit.memory().attributes())
                  .containsEntry("owner", dev.mneme.memory.AttributeValue.of((long) n));
            });
    assertThat(namespace.list(ListRequest.newest(100).build()).entries()).hasSize(left);
    if (left > 0) {
      assertThat(namespace.get("id-2").orElseThrow().text()).isEqualTo("changed by " + n);
      assertThat(
              IntStream.range(3, MEMORIES)
                  .mapToObj(i -> namespace.get("id-" + i).orElseThrow().text()))
          .containsOnly("shared words of everyone");
    }
  }
}
