package dev.mneme.index.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mneme.core.storage.Storage;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
  private static final int MAGIC = 0x1234_5678;

  @TempDir Path directory;
  private Path path;
  private CheckpointFile file;

  @BeforeEach
  void open() {
    path = directory.resolve("views").resolve("x").resolve("x.checkpoint");
    file = new CheckpointFile(Storage.system(), path, MAGIC, 3);
  }

  private static GrowingBuffer body() {
    return new GrowingBuffer()
        .putInt(7)
        .putVarInt(300)
        .putBytes(new byte[] {1, 2, 3})
        .putLong(-5)
        .putByte(9);
  }

  @Test
  void content_comesBack() {
    assertThat(file.read()).isEmpty();
    assertThat(file.size()).isZero();
    file.write(new LogPoint(42, 77), body());
    CheckpointFile.Content content = file.read().orElseThrow();
    assertThat(content.point()).isEqualTo(new LogPoint(42, 77));
    ByteBuffer in = content.body();
    assertThat(in.getInt()).isEqualTo(7);
    assertThat(GrowingBuffer.varInt(in)).isEqualTo(300);
    assertThat(GrowingBuffer.bytes(in)).containsExactly(1, 2, 3);
    assertThat(in.getLong()).isEqualTo(-5);
    assertThat(in.get()).isEqualTo((byte) 9);
    assertThat(in.hasRemaining()).isFalse();
    file.write(LogPoint.of(43), new GrowingBuffer());
    assertThat(file.read().orElseThrow().point()).isEqualTo(LogPoint.of(43));
    assertThat(file.size()).isEqualTo(36);
  }

  @Test
  void otherMagicOrVersion_isNothing() {
    file.write(LogPoint.of(42), body());
    assertThat(new CheckpointFile(Storage.system(), path, MAGIC + 1, 3).read()).isEmpty();
    assertThat(new CheckpointFile(Storage.system(), path, MAGIC, 2).read()).isEmpty();
    assertThat(new CheckpointFile(Storage.system(), path, MAGIC, 4).read()).isEmpty();
  }

  @Test
  void everyFlippedBitAndEveryTruncation_isNothing() throws Exception {
    file.write(LogPoint.of(42), body());
    byte[] good = Files.readAllBytes(path);
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(path, bad);
      assertThat(file.read()).as("bit %s", bit).isEmpty();
    }
    for (int length = 0; length < good.length; length++) {
      Files.write(path, Arrays.copyOf(good, length));
      assertThat(file.read()).as("length %s", length).isEmpty();
    }
    Files.write(path, Arrays.copyOf(good, good.length + 1));
    assertThat(file.read()).as("one byte more").isEmpty();
    Files.write(path, good);
    assertThat(file.read()).isPresent();
  }

  @Test
  void varInt_coversAllIntsAndRejectsLongerOnes() {
    for (int value :
        new int[] {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
      assertThat(GrowingBuffer.varInt(new GrowingBuffer().putVarInt(value).buffer()))
          .isEqualTo(value);
    }
    ByteBuffer endless = ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, -1, -1});
    assertThatIllegalArgumentException().isThrownBy(() -> GrowingBuffer.varInt(endless));
    ByteBuffer tooLong = new GrowingBuffer().putVarInt(1_000_000).putByte(1).buffer();
    assertThatIllegalArgumentException().isThrownBy(() -> GrowingBuffer.bytes(tooLong));
  }
}
