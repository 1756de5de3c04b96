package dev.mneme.core.log.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * The text of a record: UTF-8, as an LZ4 block where that saves at least an eighth. Thread-safe.
 */
final class TextCodec {
  /** Shorter texts do not repeat themselves enough. */
  private static final int MIN_COMPRESSED = 128;

  /** An LZ4 block never expands more than this. */
  private static final int MAX_RATIO = 255;

  // The implementation in plain Java: it needs neither a native library nor Unsafe, and memories
  // are short.
  private static final LZ4Compressor COMPRESSOR = LZ4Factory.safeInstance().fastCompressor();
  private static final LZ4SafeDecompressor DECOMPRESSOR =
      LZ4Factory.safeInstance().safeDecompressor();

  private TextCodec() {}

  /** A text as it is stored. */
  static final class Encoded {
    private final byte[] stored;
    private final int length;
    private final boolean compressed;

    private Encoded(byte[] stored, int length, boolean compressed) {
      this.stored = stored;
      this.length = length;
      this.compressed = compressed;
    }

    byte[] stored() {
      return stored;
    }

    /** Bytes of the UTF-8 form. */
    int length() {
      return length;
    }

    boolean compressed() {
      return compressed;
    }
  }

  static Encoded encode(String text) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    if (plain.length >= MIN_COMPRESSED) {
      var target = new byte[COMPRESSOR.maxCompressedLength(plain.length)];
      int length = COMPRESSOR.compress(plain, 0, plain.length, target, 0, target.length);
      if (length <= plain.length - plain.length / 8) {
        return new Encoded(Arrays.copyOf(target, length), plain.length, true);
      }
    }
    return new Encoded(plain, plain.length, false);
  }

  static String decode(byte[] bytes, int from, int storedLength, int length) {
    if (length < 0 || length / MAX_RATIO > storedLength) {
      throw new IllegalArgumentException(storedLength + " bytes cannot hold a text of " + length);
    }
    var plain = new byte[length];
    int decoded = DECOMPRESSOR.decompress(bytes, from, storedLength, plain, 0, length);
    if (decoded != length) {
      throw new IllegalArgumentException("the text has " + decoded + " bytes instead of " + length);
    }
    return new String(plain, StandardCharsets.UTF_8);
  }
}
