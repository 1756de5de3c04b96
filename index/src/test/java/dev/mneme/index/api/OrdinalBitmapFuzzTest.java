package dev.mneme.index.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes of a bitmap behind a good checksum: one of the two exceptions, or a set like any other. */
class OrdinalBitmapFuzzTest {
  @FuzzTest
  void container(byte[] bytes) {
    OrdinalBitmap set;
    try {
      set = OrdinalBitmap.readFrom(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    } catch (BufferUnderflowException | IllegalArgumentException expected) {
      return;
    }
    int[] ordinals = set.toArray();
    assertThat(ordinals).hasSize(set.cardinality()).isSorted().doesNotHaveDuplicates();
    assertThat(ordinals.length == 0 || ordinals[0] >= 0).isTrue();
    assertThat(OrdinalBitmap.of(ordinals)).isEqualTo(set);
    var out = ByteBuffer.allocate(set.serializedSize()).order(ByteOrder.LITTLE_ENDIAN);
    set.writeTo(out);
    assertThat(OrdinalBitmap.readFrom(out.flip())).isEqualTo(set);
  }
}
