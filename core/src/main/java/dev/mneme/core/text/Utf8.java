package dev.mneme.core.text;

/** The size of strings as UTF-8, without encoding them. */
public final class Utf8 {
  /** What {@link #length} answers for a string that is not valid Unicode. */
  public static final long UNPAIRED_SURROGATE = -1;

  private Utf8() {}

  /**
   * The length of {@code value} in bytes of UTF-8, or {@link #UNPAIRED_SURROGATE}. One pass, no
   * allocation; a long, because a string of 2^31 characters can have three times as many bytes.
   */
  public static long length(String value) {
    int chars = value.length();
    long bytes = chars;
    for (int i = 0; i < chars; i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        continue;
      }
      if (c < 0x800) {
        bytes++;
      } else if (!Character.isSurrogate(c)) {
        bytes += 2;
      } else if (isPairAt(value, i)) {
        bytes += 2; // two chars, four bytes
        i++;
      } else {
        return UNPAIRED_SURROGATE;
      }
    }
    return bytes;
  }

  private static boolean isPairAt(String value, int index) {
    return index + 1 < value.length()
        && Character.isSurrogatePair(value.charAt(index), value.charAt(index + 1));
  }
}
