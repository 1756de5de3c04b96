package dev.mneme.examples.ingest.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** What the bytes of a file say of its being text. Not thread-safe. */
final class ByteSurvey {
  /** A zero byte before this one means binary, as git takes it; a crash may leave some in a log. */
  private static final int BEGINNING = 8_000;

  private static final int SAMPLE = 64 << 10;
  private static final int AROUND = 256;

  private byte[] beginning = {};
  private final ByteArrayOutputStream sample = new ByteArrayOutputStream();
  private long bytes;
  private long controls;
  private long highBytes;
  private final long[] zeros = new long[2];
  private final long[] blankPairs = new long[2];
  private long zerosInBeginning;
  private int last;

  void read(InputStream in) throws IOException {
    var buffer = new byte[64 << 10];
    for (int read = in.readNBytes(buffer, 0, buffer.length);
        read > 0;
        read = in.readNBytes(buffer, 0, buffer.length)) {
      add(buffer, read);
    }
  }

  void add(byte[] buffer, int length) {
    if (bytes == 0) {
      beginning = Arrays.copyOf(buffer, Math.min(length, BEGINNING));
    }
    int sampled = 0;
    for (int i = 0; i < length; i++) {
      int b = buffer[i] & 0xFF;
      countPair(b, (int) ((bytes + i) & 1));
      if (b == 0) {
        zeros[(int) ((bytes + i) & 1)]++;
        zerosInBeginning += bytes + i < BEGINNING ? 1 : 0;
      } else if (b < ' ' && !isUsual(b)) {
        controls++;
      } else if (b >= 0x80) {
        highBytes++;
        if (i >= sampled && sample.size() < SAMPLE) {
          // What stands around is kept, for single letters say little.
          int from = Math.max(sampled, i - AROUND);
          sampled = Math.min(length, i + AROUND);
          sample.write(buffer, from, sampled - from);
        }
      }
    }
    bytes += length;
  }

  /** Counts what would be a blank in UTF-16, by where its zero byte stands. */
  private void countPair(int b, int parity) {
    if (parity == 1) {
      blankPairs[0] += last == 0 && isBlank(b) ? 1 : 0;
      blankPairs[1] += b == 0 && isBlank(last) ? 1 : 0;
    }
    last = b;
  }

  private static boolean isBlank(int b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /** Controls that texts hold: tab, line ends, form feed, backspace, escape. */
  private static boolean isUsual(int b) {
    return (b >= '\b' && b <= '\r') || b == 0x1B;
  }

  byte[] beginning() {
    return beginning;
  }

  /** Pieces of the text around bytes beyond ASCII. */
  byte[] sample() {
    return sample.toByteArray();
  }

  long highBytes() {
    return highBytes;
  }

  /**
   * Whether zero bytes stand at odd places only, or at even ones: at half of all places in Latin
   * scripts, and in others at blanks and line ends.
   */
  boolean looksLikeUtf16() {
    long most = Math.max(zeros[0], zeros[1]);
    long least = Math.min(zeros[0], zeros[1]);
    boolean latin = most * 4 > bytes;
    boolean other = most * 200 > bytes && blankPairs[zerosAreSecond() ? 1 : 0] * 2 >= most;
    return zerosInBeginning > 0 && bytes % 2 == 0 && least * 50 < most && (latin || other);
  }

  boolean zerosAreSecond() {
    return zeros[1] > zeros[0];
  }

  /** Whether it holds what no encoding of text but UTF-16 does. */
  boolean isBinary() {
    return zerosInBeginning > 0 || controls * 100 > bytes || (zeros[0] + zeros[1]) * 2 > bytes;
  }
}
