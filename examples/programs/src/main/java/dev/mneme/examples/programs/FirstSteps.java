package dev.mneme.examples.programs;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.embedders.LocalEmbedder;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryUpdate;
import dev.mneme.request.SearchRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * First steps: open a store, write, search by meaning and by attribute, change, delete. Takes the
 * directory of the store, which is made where there is none.
 */
public final class FirstSteps {
  private FirstSteps() {}

  public static void main(String... args) {
    try (var embedder = LocalEmbedder.bgeSmall();
        var engine =
            MemoryEngine.open(Path.of(args[0]), EngineOptions.defaults().embedder(embedder))) {
      // A namespace is there as soon as something is in it, and nothing leaves it.
      var diary = engine.namespace("user:melanie");
      diary.putAll(
          List.of(
              memory("1", "Caroline joined the support group", "2023-05-07T13:56:00Z", "Caroline"),
              memory("2", "I ran a charity race last Saturday", "2023-05-20T09:10:00Z", "Melanie"),
              memory("3", "My brother moved to Sweden", "2023-06-01T18:00:00Z", "Caroline")));

      // No word of the question is in the answer: it is found by its meaning.
      var who = SearchRequest.text("Who goes to the meetings?").limit(1).build();
      var best = diary.search(who).hits().getFirst();
      System.out.println("meaning: " + best.memory().text());

      var since = SearchRequest.text("news").filter("speaker = 'Caroline'");
      since.from(Instant.parse("2023-05-08T00:00:00Z"));
      for (var hit : diary.search(since.build()).hits()) {
        System.out.println("filter and time: " + hit.memory().text());
      }

      diary.update("3", MemoryUpdate.builder().text("My brother moved to Norway").build());
      diary.get("3").ifPresent(changed -> System.out.println("changed: " + changed.text()));

      diary.delete("2");
      System.out.println("left: " + diary.count());
    }
  }

  private static Memory memory(String id, String text, String time, String speaker) {
    return Memory.text(text).id(id).time(Instant.parse(time)).attribute("speaker", speaker).build();
  }
}
