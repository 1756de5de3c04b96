package dev.mneme.examples.programs;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.embedders.LocalEmbedder;
import dev.mneme.memory.Memory;
import dev.mneme.request.SearchRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An agent's memory: one namespace a user, facts under a key that a newer one replaces, recent ones
 * first where two mean the same, and what is for now only, which expires. Takes the directory of
 * the store.
 */
public final class AgentMemory {
  private static final Instant NOW = Instant.now();

  private AgentMemory() {}

  public static void main(String... args) {
    try (var embedder = LocalEmbedder.bgeSmall();
        var engine =
            MemoryEngine.open(Path.of(args[0]), EngineOptions.defaults().embedder(embedder))) {
      var ada = engine.namespace("user:ada");
      ada.put(fact("diet", "Ada eats everything", Duration.ofDays(400)));
      ada.put(fact("trip-1", "Ada flew to Lisbon for her holiday", Duration.ofDays(380)));
      ada.put(fact("trip-2", "Ada flew to Oslo for her holiday", Duration.ofDays(10)));

      // The key is the id: what is known now takes the place of what was known.
      ada.put(fact("diet", "Ada eats no meat any more", Duration.ofDays(2)));
      // Gone from every answer within the hour, without a call.
      ada.put(Memory.text("Ada waits for a train").expires(NOW.plusSeconds(3600)).build());

      System.out.println("diet: " + recall(ada, "What does she eat?").getFirst());
      System.out.println("trip: " + recall(ada, "Where did she fly for a holiday?").getFirst());
      System.out.println("others: " + recall(engine.namespace("user:bob"), "holiday").size());
    }
  }

  private static Memory fact(String key, String text, Duration age) {
    return Memory.text(text).id(key).time(NOW.minus(age)).build();
  }

  /** What the agent is told before it answers. */
  private static List<String> recall(Namespace user, String message) {
    var request = SearchRequest.text(message).recencyHalfLife(Duration.ofDays(90)).limit(3).build();
    return user.search(request).hits().stream().map(hit -> hit.memory().text()).toList();
  }
}
