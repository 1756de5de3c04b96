package dev.mneme.core.log.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.GrowthSweep;
import dev.mneme.error.InvalidRequestException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class ByteSinkTest {
  /** Beyond three of its growths: from 16 KiB to 32, 64 and 128. */
  private static final int SIZE = (64 << 10) + 64;

  @Test
  void everyWayToAdd_atEverySize() {
    sweep().runTo(SIZE);
  }

  @Test
  void everyWayToAdd_inAnyOrder() {
    sweep().runMixed(20, 20, 3 * SIZE);
  }

  /** What was cut off must not shine through where zeros are promised. */
  @Test
  void reserve_afterTruncate_isZeros() {
    var sink = new ByteSink();
    var ones = new byte[50_000];
    Arrays.fill(ones, (byte) 1);
    for (int cut = 0; cut < ones.length; cut += 997) {
      sink.clear();
      sink.add(ones);
      sink.truncate(cut);
      int at = sink.reserve(ones.length - cut + 100);
      assertThat(at).isEqualTo(cut);
      for (int i = 0; i < sink.size(); i++) {
        if (sink.array()[i] != (i < cut ? 1 : 0)) {
          throw new AssertionError("byte " + i + " after a cut at " + cut);
        }
      }
    }
  }

  @Test
  void tooMuch_isRefusedAndAddsNothing() {
    var sink = new ByteSink();
    sink.addInt(7);
    assertThatThrownBy(() -> sink.reserve(ByteSink.MAX_SIZE))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(sink.size()).isEqualTo(Integer.BYTES);
  }

  private static GrowthSweep<ByteSink, Byte> sweep() {
    return GrowthSweep.of(ByteSink::new, ByteSinkTest::content)
        .step("addByte", 1, (sink, model) -> both(sink::addByte, model, 1, 0x5a))
        .step("addShort", 2, (sink, model) -> both(sink::addShort, model, 2, 0x1234))
        .step("addInt", 4, (sink, model) -> both(sink::addInt, model, 4, 0x12345678))
        .step("addLong", 8, (sink, model) -> both(sink::addLong, model, 8, 0x12345678))
        .step(
            "add",
            13,
            (sink, model) -> {
              byte[] bytes = "thirteen here".getBytes(StandardCharsets.UTF_8);
              sink.add(bytes);
              addAll(model, bytes);
            })
        .step(
            "reserve",
            5,
            (sink, model) -> {
              sink.reserve(5);
              addAll(model, new byte[5]);
            });
  }

  private static void both(IntConsumer add, List<Byte> model, int width, int value) {
    int varied = value + model.size();
    add.accept(varied);
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(varied).array();
    addAll(model, Arrays.copyOf(bytes, width));
  }

  private static void addAll(List<Byte> model, byte[] bytes) {
    for (byte each : bytes) {
      model.add(each);
    }
  }

  private static List<Byte> content(ByteSink sink) {
    var content = new ArrayList<Byte>(sink.size());
    addAll(content, Arrays.copyOf(sink.array(), sink.size()));
    return content;
  }
}
