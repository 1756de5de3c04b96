package dev.mneme.index.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.GrowthSweep;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowingBufferTest {
  /** Beyond three of its growths: from 8 KiB to 16, 32 and 64. */
  private static final int SIZE = (32 << 10) + 64;

  @Test
  void everyWayToPut_atEverySize() {
    sweep().runTo(SIZE);
  }

  @Test
  void everyWayToPut_inAnyOrder() {
    sweep().runMixed(20, 10, 3 * SIZE);
  }

  @Test
  void bitmap_acrossEachBorder_comesBack() {
    var bitmap = OrdinalBitmap.of(new int[] {0, 5, 70, 8_191, 8_192, 100_000}, 6);
    int length = bitmap.serializedSize();
    for (int border : new int[] {8 << 10, 16 << 10}) {
      for (int before = border - length - 1; before <= border + 1; before++) {
        var buffer = new GrowingBuffer();
        for (int i = 0; i < before; i++) {
          buffer.putByte(1);
        }
        buffer.putBitmap(bitmap);
        var in = buffer.buffer().position(before);
        assertThat(in.remaining()).isEqualTo(length);
        assertThat(OrdinalBitmap.readFrom(in)).as("at %s", before).isEqualTo(bitmap);
      }
    }
  }

  @Test
  void varInts_ofEveryWidth_comeBack() {
    for (int bit = 0; bit < 32; bit++) {
      for (int value : new int[] {1 << bit, (1 << bit) - 1, ~(1 << bit)}) {
        assertThat(GrowingBuffer.varInt(new GrowingBuffer().putVarInt(value).buffer()))
            .isEqualTo(value);
      }
    }
  }

  private static GrowthSweep<GrowingBuffer, Byte> sweep() {
    byte[] bytes = "eleven here".getBytes(StandardCharsets.UTF_8);
    return GrowthSweep.<GrowingBuffer, Byte>of(GrowingBuffer::new, GrowingBufferTest::content)
        .step(
            "putByte",
            1,
            (buffer, model) -> {
              add(model, 1, model.size());
              buffer.putByte(model.size() - 1);
            })
        .step(
            "putInt",
            4,
            (buffer, model) -> {
              buffer.putInt(model.size());
              add(model, 4, model.size());
            })
        .step(
            "putLong",
            8,
            (buffer, model) -> {
              buffer.putLong(model.size());
              add(model, 8, model.size());
            })
        .step(
            "putVarInt",
            5,
            (buffer, model) -> {
              buffer.putVarInt(-1);
              model.addAll(List.of((byte) -1, (byte) -1, (byte) -1, (byte) -1, (byte) 15));
            })
        .step(
            "putBytes",
            12,
            (buffer, model) -> {
              buffer.putBytes(bytes);
              model.add((byte) bytes.length);
              for (byte each : bytes) {
                model.add(each);
              }
            });
  }

  private static void add(List<Byte> model, int width, long value) {
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    for (byte each : Arrays.copyOf(bytes, width)) {
      model.add(each);
    }
  }

  private static List<Byte> content(GrowingBuffer buffer) {
    var in = buffer.buffer();
    var content = new ArrayList<Byte>(in.remaining());
    while (in.hasRemaining()) {
      content.add(in.get());
    }
    return content;
  }
}
