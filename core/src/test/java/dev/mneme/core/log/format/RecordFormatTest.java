package dev.mneme.core.log.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.log.TestRecords;
import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.AttributeValue.ListValue;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Limits;
import dev.mneme.memory.Memory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
  private final RecordEncoder encoder = new RecordEncoder();

  private byte[] encode(LogRecord record) {
    encoder.clear();
    encoder.add(record);
    return Arrays.copyOf(encoder.array(), encoder.size());
  }

  private void assertRoundTrip(LogRecord record) {
    byte[] bytes = encode(record);
    assertThat(bytes.length % RecordFormat.ALIGNMENT).isZero();
    assertThat(RecordFormat.validLength(bytes, 0, bytes.length)).isEqualTo(bytes.length);
    assertThat(RecordDecoder.decode(bytes)).isEqualTo(record);
  }

  private static LogRecord.Put put(Memory memory) {
    return new LogRecord.Put(
        7, 3, Instant.parse("2025-01-02T03:04:05.678901234Z"), 5, "user:mél", memory);
  }

  @Test
  void put_withEveryTypeOfField() {
    assertRoundTrip(
        put(
            Memory.text("a text, 世界")
                .id("an id 🎈")
                .time(Instant.parse("-0044-03-15T10:00:00Z"))
                .expires(Instant.EPOCH)
                .embedding(1.5f, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE)
                .attribute("string", "")
                .attribute("boolean", true)
                .attribute("long", Long.MIN_VALUE)
                .attribute("double", Double.MIN_VALUE)
                .attribute("instant", Instant.parse("1969-12-31T23:59:59.999Z"))
                .attribute("strings", List.of("x", "y"))
                .attribute("empty", new ListValue(List.of()))
                .attribute(
                    "mixed",
                    new ListValue(
                        List.of(
                            (AttributeValue.Scalar) AttributeValue.of(1),
                            (AttributeValue.Scalar) AttributeValue.of("1"))))
                .build()));
  }

  @Test
  void put_withNothingButTheNecessary() {
    assertRoundTrip(put(Memory.text("").id("x").time(Instant.EPOCH).build()));
  }

  @Test
  void put_atTheLimits() {
    var random = new Random(1);
    String wide = "字".repeat((1 << 20) / 3);
    String noise =
        random
            .ints(1 << 20, 0, 128)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    for (var text : List.of(wide, noise)) {
      var builder =
          Memory.text(text)
              .id("i".repeat(512))
              .time(Limits.MAX_TIME)
              .expires(Limits.MIN_TIME)
              .embedding(new float[8_192]);
      for (int i = 0; i < 64; i++) {
        builder.attribute(i + "k".repeat(126), "v".repeat(8 << 10));
      }
      assertRoundTrip(put(builder.build()));
    }
  }

  @Test
  void delete_roundTrip() {
    assertRoundTrip(new LogRecord.Delete(9, LogRecord.NONE, Instant.MIN, "n", "i"));
  }

  @Test
  void random_roundTrip() {
    var records = new TestRecords(42);
    for (int i = 0; i < 2_000; i++) {
      assertRoundTrip(records.any(50));
    }
  }

  @Test
  void text_isCompressedOnlyWhereItPays() {
    assertThat(TextCodec.encode("again ".repeat(100)).compressed()).isTrue();
    assertThat(TextCodec.encode("short short short").compressed()).isFalse();
    var noise =
        new Random(2)
            .ints(500, 33, 126)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    assertThat(TextCodec.encode(noise.toString()).compressed()).isFalse();
  }

  @Test
  void instantsTooFarAway_areRefusedAndLeaveTheBatchAsItWas() {
    int before = encoder.size();
    assertThatThrownBy(() -> encoder.add(put(Memory.text("x").id("x").time(Instant.MAX).build())))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(encoder.size()).isEqualTo(before);
    assertThat(encoder.records()).isZero();
  }

  @Test
  void overlongIds_areRefused() {
    assertThatThrownBy(
            () -> encode(new LogRecord.Delete(0, -1, Instant.EPOCH, "n", "i".repeat(65_536))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("65536");
  }

  /** The CRC stands before the decoder, but if it lets something by, that must not be an Error. */
  @Test
  void decode_ofDamagedBytes_failsWithARuntimeExceptionAtWorst() {
    for (long seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      byte[] bytes = encode(put(new TestRecords(seed).memory("id")));
      for (int i = 0; i < 4; i++) {
        bytes[8 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt();
      }
      try {
        RecordDecoder.decode(bytes);
      } catch (RuntimeException expected) {
        assertThat(expected).as("seed %s", seed).isNotNull();
      }
    }
  }

  @Test
  void anyFlippedBit_isNoticed() {
    byte[] bytes = encode(new TestRecords(5).put("an-id", "some text to be kept"));
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(RecordFormat.validLength(bytes, 0, bytes.length)).as("bit %s", bit).isZero();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }
}
