package dev.mneme.index.text.analysis;

/** Which chars make words, and which glue them together. */
final class WordChars {
  private static final String GLUE = "_.:-/@&+#=\\~";

  private WordChars() {}

  static boolean isWord(int codePoint) {
    return Character.isLetterOrDigit(codePoint) || CharForms.isMark(codePoint);
  }

  static boolean isAscii(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  static boolean isGlue(char c) {
    return c < 0x80 && GLUE.indexOf(c) >= 0;
  }

  static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z' || c >= 0x80 && Character.isUpperCase(c);
  }

  /** In scripts that write none what looks like a word may be a sentence. */
  static boolean hasBlanksBetweenWords(char[] text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text[i];
      if (c >= 0xE00 && c < 0x10A0 // Thai, Lao, Tibetan, Myanmar
          || c >= 0x1780 && c < 0x1800 // Khmer
          || c >= 0x2E80 && c < 0xFB00 && (c < 0xA000 || c >= 0xAC00) // Han, Kana, Hangul
          || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}
