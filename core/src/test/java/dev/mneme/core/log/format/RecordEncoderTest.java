package dev.mneme.core.log.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.log.TestRecords;
import dev.mneme.memory.Memory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Batches of every size: the buffer grows in every place of a record of every shape. */
class RecordEncoderTest {
  private static final Instant TIME = Instant.parse("2024-05-31T10:15:00Z");

  /** Where the buffer grows. */
  private static final int[] BORDERS = {16 << 10, 32 << 10};

  /**
   * The record behind the first begins at each place before a border from which it reaches across.
   * Records begin at multiples of 8; what is within them moves by the length of the id.
   */
  @Test
  void recordAcrossABorder_atEachOfItsBytes_comesBack() {
    var memory = everyAttribute("");
    int length = encoded(put(1, memory)).length;
    for (int border : BORDERS) {
      for (int start = border - length - 8; start <= border + 8; start += 8) {
        var first = filling(start);
        for (int shift = 0; shift < 8; shift++) {
          var second = put(1, everyAttribute("x".repeat(shift)));
          assertComesBack(List.of(first, second), border);
        }
      }
    }
  }

  @Test
  void deletionAcrossABorder_comesBack() {
    for (int border : BORDERS) {
      for (int start = border - 72; start <= border + 8; start += 8) {
        var first = filling(start);
        for (int shift = 1; shift <= 8; shift++) {
          var second = new LogRecord.Delete(1, 0, TIME, "namespace", "i".repeat(shift));
          assertComesBack(List.of(first, second), border);
        }
      }
    }
  }

  @Test
  void batchesOfRandomShapes_comeBack() {
    for (long seed = 0; seed < 60; seed++) {
      var records = new TestRecords(seed);
      var random = new Random(seed);
      var batch = new ArrayList<LogRecord>();
      for (int i = random.nextInt(600); i >= 0; i--) {
        batch.add(records.put("default", flags(i, random)));
        batch.add(records.any(20));
      }
      assertComesBack(batch, seed);
    }
  }

  /** The end of a batch is as much a part of it as its records. */
  @Test
  void endAcrossABorder_isThere() {
    for (int border : BORDERS) {
      for (int size = border - 64; size <= border + 8; size += 8) {
        var encoder = new RecordEncoder();
        encoder.add(filling(size));
        assertThat(encoder.size()).isEqualTo(size);
        encoder.end(0, 0, 0);
        assertThat(encoder.size()).isEqualTo(size + RecordFormat.BATCH_END_LENGTH);
        assertThat(RecordFormat.validLength(encoder.array(), size, RecordFormat.BATCH_END_LENGTH))
            .as("size %s", size)
            .isEqualTo(RecordFormat.BATCH_END_LENGTH);
      }
    }
  }

  private static void assertComesBack(List<LogRecord> records, Object where) {
    var encoder = new RecordEncoder();
    int[] starts = records.stream().mapToInt(encoder::add).toArray();
    for (int i = 0; i < starts.length; i++) {
      int end = i + 1 < starts.length ? starts[i + 1] : encoder.size();
      var decoded = RecordDecoder.decode(Arrays.copyOfRange(encoder.array(), starts[i], end));
      if (!decoded.equals(records.get(i))) {
        assertThat(decoded)
            .as("record %s at %s, %s", i, starts[i], where)
            .isEqualTo(records.get(i));
      }
    }
  }

  /** A put that takes exactly so many bytes, from the beginning of the batch. */
  private static LogRecord.Put filling(int bytes) {
    int text = bytes - encoded(put(0, Memory.text("").id("fill-1").time(TIME).build())).length;
    var memory = Memory.text(TestRecords.noise(bytes, text)).id("fill-1").time(TIME).build();
    var put = put(0, memory);
    assertThat(encoded(put)).hasSize(bytes);
    return put;
  }

  private static byte[] encoded(LogRecord record) {
    var encoder = new RecordEncoder();
    encoder.add(record);
    return Arrays.copyOf(encoder.array(), encoder.size());
  }

  private static LogRecord.Put put(long sequence, Memory memory) {
    return new LogRecord.Put(sequence, LogRecord.NONE, TIME, (int) sequence, "n", memory);
  }

  private static Memory everyAttribute(String shift) {
    return Memory.text("a text")
        .id("id" + shift)
        .time(TIME)
        .embedding(0.25f, -1f, 3f)
        .attribute("boolean", true)
        .attribute("double", 0.1)
        .attribute("empty", List.of())
        .attribute("instant", TIME)
        .attribute("long", Long.MIN_VALUE)
        .attribute("string", "Grüße")
        .attribute("strings", List.of("a", "", "b"))
        .build();
  }

  private static Memory flags(int i, Random random) {
    var builder = Memory.text("").id("flags-" + i).time(TIME);
    for (int flag = random.nextInt(60); flag >= 0; flag--) {
      builder.attribute("f" + flag, random.nextBoolean());
    }
    return builder.build();
  }
}
