package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.request.ListRequest;
import dev.mneme.filter.Filter;
import dev.mneme.filter.FilterEvaluator;
import dev.mneme.memory.Memory;
import dev.mneme.error.StorageException;
import dev.mneme.request.Hit;
import dev.mneme.request.SearchRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many users at once, each in a namespace of its own with a ledger of its own: each finds what it
 * wrote, only that, and none of what it deleted; also while threads are interrupted at random.
 */
class ManyUsersTest {
  private static final int USERS = 100;
  private static final int OPERATIONS = Integer.getInteger("mneme.test.userOperations", 1_000);
  private static final int IDS = 25;
  private static final Filter ARCHIVED = Filter.eq("archived", true);

  @TempDir private Path temporary;
  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void manyUsers_eachFindWhatTheyWroteAndNothingElse() throws Exception {
    var ledgers = new ArrayList<Map<String, Memory>>();
    try (var engine = MemoryEngine.open(store(), options());
        var threads = Executors.newCachedThreadPool()) {
      var users = new ArrayList<Future<Map<String, Memory>>>();
      for (int user = 0; user < USERS; user++) {
        var namespace = engine.namespace("user-" + user);
        var random = new Random(user);
        users.add(threads.submit(() -> use(namespace, random, OPERATIONS)));
      }
      var maintenance = threads.submit((Callable<Integer>) () -> maintain(engine));
      try {
        for (var user : users) {
          ledgers.add(user.get());
        }
      } finally {
        stop.set(true);
      }
      assertThat(maintenance.get()).as("compactions").isPositive();
      requireLedgers(engine, ledgers);
    }
    try (var engine = MemoryEngine.open(store(), options())) {
      requireLedgers(engine, ledgers);
    }
  }

  @Test
  void interruptsAtRandom_closeNothingAndLoseNothing() throws Exception {
    var ledgers = new ArrayList<Map<String, Memory>>();
    try (var engine = MemoryEngine.open(store(), options().durability(Durability.SYNC))) {
      var users = new ArrayList<Thread>();
      var results = new ArrayList<Future<Map<String, Memory>>>();
      for (int user = 0; user < 8; user++) {
        var namespace = engine.namespace("user-" + user);
        var random = new Random(user);
        var result =
            new java.util.concurrent.FutureTask<>(() -> use(namespace, random, OPERATIONS / 4));
        results.add(result);
        var thread = new Thread(result);
        users.add(thread);
        thread.start();
      }
      var random = new Random(1);
      while (users.stream().anyMatch(Thread::isAlive)) {
        users.get(random.nextInt(users.size())).interrupt();
        TimeUnit.MICROSECONDS.sleep(random.nextInt(300));
      }
      for (var result : results) {
        ledgers.add(result.get());
      }
      requireLedgers(engine, ledgers);
      engine.namespace().add(Memory.text("still open").build());
    }
    try (var engine = MemoryEngine.open(store(), options())) {
      requireLedgers(engine, ledgers);
    }
  }

  /** Two processes and two engines of one: whoever comes second is told, and harms nothing. */
  @Test
  void openCloseOpenByTwoProcesses_oneAtATime() throws Exception {
    var errors = temporary.resolve("stderr.txt");
    var child = KillChild.start(errors);
    try {
      child.order(1, new KillScript(7), store());
      child.awaitAcknowledged(5);
      assertThatThrownBy(() -> MemoryEngine.open(store(), options()))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("another process");
      child.awaitAcknowledged(10);
      child.kill();
    } finally {
      child.close();
    }
    try (var engine = MemoryEngine.open(store(), options())) {
      assertThatThrownBy(() -> MemoryEngine.open(store(), options()))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("another engine");
      var refused = KillChild.start(errors);
      try {
        refused.order(1, new KillScript(8), store());
        assertThatThrownBy(() -> refused.awaitAcknowledged(1))
            .hasMessageContaining("another process");
      } finally {
        refused.close();
      }
      engine.namespace().add(Memory.text("mine").id("mine").build());
      assertThat(engine.verify().problems()).isEmpty();
    }
    var next = KillChild.start(errors);
    try {
      next.order(1, new KillScript(9), store());
      next.awaitAcknowledged(1);
      next.kill();
    } finally {
      next.close();
    }
    try (var engine = MemoryEngine.open(store(), options())) {
      assertThat(engine.namespace().get("mine")).isPresent();
    }
  }

  private Path store() {
    return temporary.resolve("store");
  }

  private static EngineOptions options() {
    return EngineOptions.defaults()
        .durability(Durability.ASYNC)
        .logFileBytes(1 << 20)
        .checkpointBytes(4 << 20)
        .graphCapacity(256);
  }

  private int maintain(MemoryEngine engine) throws InterruptedException {
    int compactions = 0;
    while (!stop.get()) {
      engine.compact();
      compactions++;
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return compactions;
  }

  private static Map<String, Memory> use(Namespace namespace, Random random, int operations) {
    var ledger = new HashMap<String, Memory>();
    for (int i = 0; i < operations; i++) {
      var id = "m" + random.nextInt(IDS);
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> {
          var memory = Samples.memory(random, id);
          assertThat(namespace.put(memory)).isEqualTo(ledger.put(id, memory) != null);
        }
        case 4, 5 -> assertThat(namespace.delete(id)).isEqualTo(ledger.remove(id) != null);
        case 6 -> {
          long before = ledger.size();
          ledger
              .values()
              .removeIf(memory -> FilterEvaluator.matches(ARCHIVED, memory.attributes()));
          assertThat(namespace.deleteAll(ARCHIVED)).isEqualTo(before - ledger.size());
        }
        case 7 ->
            assertThat(namespace.get(id)).isEqualTo(java.util.Optional.ofNullable(ledger.get(id)));
        case 8 -> assertThat(namespace.count()).isEqualTo(ledger.size());
        default -> search(namespace, ledger, random);
      }
    }
    return ledger;
  }

  private static void search(Namespace namespace, Map<String, Memory> ledger, Random random) {
    var request = SearchRequest.vector(Samples.vector(random)).limit(IDS).build();
    assertThat(namespace.search(request).hits().stream().map(Hit::memory).toList())
        .containsExactlyInAnyOrderElementsOf(ledger.values());
  }

  private static void requireLedgers(MemoryEngine engine, List<Map<String, Memory>> ledgers) {
    for (int user = 0; user < ledgers.size(); user++) {
      var found = new HashMap<String, Memory>();
      engine
          .namespace("user-" + user)
          .list(ListRequest.newest(1_000).build())
          .entries()
          .forEach(entry -> found.put(entry.memory().id(), entry.memory()));
      assertThat(found).as("user %d", user).isEqualTo(ledgers.get(user));
    }
    assertThat(engine.verify().problems()).isEmpty();
  }
}
