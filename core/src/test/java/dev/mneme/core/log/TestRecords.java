package dev.mneme.core.log;

import dev.mneme.core.log.format.LogRecord;
import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes records in the order that a log wants them: it counts sequences and ordinals and knows each
 * memory's previous record. Deterministic for a seed. Not thread-safe.
 */
public final class TestRecords {
  private static final Instant START = Instant.parse("2024-02-29T12:34:56.789012345Z");

  private final Random random;
  private final Map<MemoryKey, Long> last = new HashMap<>();
  private long sequence;
  private int ordinal;

  public TestRecords(long seed) {
    random = new Random(seed);
  }

  /** Goes on where a log has ended, as an engine does after opening it. */
  public static TestRecords continuing(long seed, MemoryLog log) {
    var records = new TestRecords(seed);
    records.sequence = log.lastSequence() + 1;
    records.ordinal = log.lastOrdinal() + 1;
    log.replay(
        -1,
        (position, record) ->
            records.last.put(new MemoryKey(record.namespace(), record.id()), record.sequence()));
    return records;
  }

  public LogRecord.Put put(String namespace, Memory memory) {
    var key = new MemoryKey(namespace, memory.id());
    return new LogRecord.Put(sequence, previous(key), written(), ordinal++, namespace, memory);
  }

  public LogRecord.Put put(String id, String text) {
    return put("default", Memory.text(text).id(id).time(START).build());
  }

  public LogRecord.Delete delete(String namespace, String id) {
    return new LogRecord.Delete(
        sequence, previous(new MemoryKey(namespace, id)), written(), namespace, id);
  }

  public LogRecord.Delete delete(String id) {
    return delete("default", id);
  }

  /** A put of one of a few ids with a bit of everything, now and then a delete. */
  public LogRecord any(int ids) {
    String id = "id-" + random.nextInt(ids);
    return random.nextInt(5) == 0 ? delete(id) : put("default", memory(id));
  }

  public List<LogRecord> batch(int size, int ids) {
    var batch = new ArrayList<LogRecord>();
    for (int i = 0; i < size; i++) {
      batch.add(any(ids));
    }
    return batch;
  }

  /** A memory that uses some of the fields, chosen at random. */
  public Memory memory(String id) {
    var builder = Memory.text(text()).id(id).time(START.plusSeconds(random.nextInt(100_000)));
    if (random.nextBoolean()) {
      builder.embedding(vector(1 + random.nextInt(40)));
    }
    if (random.nextInt(4) == 0) {
      builder.expires(START.plusSeconds(random.nextInt()));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      builder.attribute("key" + i, value());
    }
    return builder.build();
  }

  private String text() {
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 -> "Grüße 👋 from " + random.nextInt();
      case 2 -> "the same words again and again, ".repeat(random.nextInt(40));
      default -> noise(random.nextLong(), random.nextInt(300));
    };
  }

  /** ASCII that does not compress. */
  public static String noise(long seed, int length) {
    return new Random(seed)
        .ints(length, 33, 126)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  public float[] vector(int dimension) {
    var values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private AttributeValue value() {
    return switch (random.nextInt(6)) {
      case 0 -> AttributeValue.of("value " + random.nextInt(10));
      case 1 -> AttributeValue.of(random.nextBoolean());
      case 2 -> AttributeValue.of(random.nextLong());
      case 3 -> AttributeValue.of(random.nextGaussian());
      case 4 -> AttributeValue.of(START.plusMillis(random.nextLong(1_000_000_000_000L)));
      default -> AttributeValue.ofStrings(List.of("a", "", "ç" + random.nextInt(9)));
    };
  }

  private long previous(MemoryKey key) {
    Long previous = last.put(key, sequence);
    sequence++;
    return previous == null ? LogRecord.NONE : previous;
  }

  private Instant written() {
    return START.plusNanos(sequence * 1_000_003);
  }
}
