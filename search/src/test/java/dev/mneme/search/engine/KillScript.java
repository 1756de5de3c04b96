package dev.mneme.search.engine;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.Namespace;
import dev.mneme.memory.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What the child of {@link KillTest} does in one round: a pure function of the round's seed, so
 * that the parent knows every change by its number.
 */
record KillScript(long seed) {
  static final int WRITERS = 2;
  private static final int IDS = 60;

  /** One change, atomic: a deletion of ids, or a batch of memories. */
  record Change(List<Memory> puts, List<String> deletes) {
    void applyTo(Map<String, Memory> state) {
      puts.forEach(memory -> state.put(memory.id(), memory));
      deletes.forEach(state::remove);
    }

    void applyTo(Namespace namespace) {
      if (puts.isEmpty()) {
        namespace.deleteAll(deletes);
      } else {
        namespace.putAll(puts);
      }
    }
  }

  static String namespace(int writer) {
    return "writer-" + writer;
  }

  Change change(int writer, int number) {
    var random = new Random((seed * 31 + writer) * 1_000_003 + number);
    random.nextInt(); // the first number of neighbouring seeds is much the same
    if (random.nextInt(4) == 0) {
      return new Change(List.of(), List.of(id(random), id(random), id(random)));
    }
    var puts = new ArrayList<Memory>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      puts.add(Samples.memory(random, id(random)));
    }
    return new Change(puts, List.of());
  }

  static List<String> ids() {
    return java.util.stream.IntStream.range(0, IDS).mapToObj(i -> "m" + i).toList();
  }

  private static String id(Random random) {
    return "m" + random.nextInt(IDS);
  }

  /** After how many changes of the first writer it compacts or flushes; 0 for never. */
  int maintenanceEvery() {
    var random = new Random(~seed);
    return random.nextInt(3) == 0 ? 0 : 3 + random.nextInt(20);
  }

  /** Small files and checkpoints, so that kills meet rolls and checkpoints too. */
  EngineOptions options() {
    var random = new Random(seed);
    return EngineOptions.defaults()
        .durability(random.nextBoolean() ? Durability.SYNC : Durability.ASYNC)
        .logFileBytes((4 << 10) + random.nextInt(28 << 10))
        .checkpointBytes(random.nextBoolean() ? (4 << 10) + random.nextInt(60 << 10) : 64 << 20)
        .offHeapIdsFrom(random.nextInt(4) == 0 ? 0 : 500_000)
        .keptVersions(1 + random.nextInt(2))
        .graphCapacity(64);
  }
}
