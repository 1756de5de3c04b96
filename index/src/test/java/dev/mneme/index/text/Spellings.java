package dev.mneme.index.text;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Random words of several scripts, and other ways to write them that mean the same. */
final class Spellings {
  /** Letters of a script; those of one string are drawn alike. */
  private static final List<String> SCRIPTS =
      List.of(
          "abcdefghijklmnopqrstuvwxyz",
          "abcdefghiklmnoprstuvzáàâäãåéèêëíîïóôöõúûüñçčšžřěůýăơưőűğģķļņ",
          "ấầẩẫậắằếềểễệốồổỗộớờởứừửữựđhnmtc",
          "αβγδεζηθικλμνξοπρτυφχψωάέήίόύώϊϋ",
          "абвгдежзийклмнопрстуфхцчшщъыьэюяёїўѓќ",
          "אבגדהוזחטיכלמנסעפצקרשת",
          "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
          "कखगघचछजटठडढणतथदधनपफबभमयरलवशषसह",
          "가나다라마바사아자차카타파하각난닫랄맘밥",
          "アイウエオカキクケコガギグゲゴパピプペポ");

  /** Those that have small letters and capitals. */
  static final int CASED = 5;

  private static final String[][] LIGATURES = {
    {"ffi", "\uFB03"}, {"ffl", "\uFB04"}, {"ff", "\uFB00"}, {"fi", "\uFB01"}, {"fl", "\uFB02"}
  };
  private static final String[] APOSTROPHES = {"'", "\u2019", "\u2018", "\u02BC", "\uFF07"};
  private static final String[] INVISIBLE = {"\u00AD", "\u200B", "\u2060", "\uFEFF"};

  private final Random random;

  Spellings(Random random) {
    this.random = random;
  }

  /** Composed, in small letters, no stop word of English; may have an apostrophe within. */
  String word(int scripts, int minLetters, int maxLetters) {
    String letters = SCRIPTS.get(random.nextInt(scripts));
    var word = new StringBuilder();
    for (int left = minLetters + random.nextInt(maxLetters - minLetters + 1); left > 0; left--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
      if (letters.startsWith("abc") && random.nextInt(12) == 0) {
        word.append(LIGATURES[random.nextInt(LIGATURES.length)][0]);
      }
    }
    return Normalizer.normalize(word, Normalizer.Form.NFC);
  }

  String word() {
    String word = word(SCRIPTS.size(), 4, 9);
    return word.charAt(0) < 0x100 && random.nextInt(4) == 0
        ? word + "'" + (char) ('a' + random.nextInt(17)) + "x"
        : word;
  }

  /** Another way to write the same word. */
  String respelled(String word) {
    String other = word;
    for (String[] ligature : LIGATURES) {
      if (random.nextInt(3) == 0) {
        other = other.replace(ligature[0], ligature[1]);
      }
    }
    other = other.replace("'", APOSTROPHES[random.nextInt(APOSTROPHES.length)]);
    if (random.nextInt(3) == 0) {
      other = fullWidth(other);
    }
    if (random.nextInt(3) == 0) {
      other = capitals(other);
    }
    if (random.nextBoolean()) {
      other = Normalizer.normalize(other, Normalizer.Form.NFD);
    }
    if (random.nextInt(3) == 0) {
      int at = other.offsetByCodePoints(0, 1 + random.nextInt(other.length() - 1));
      // What stands before an apostrophe decides what it is.
      boolean within =
          at < other.length()
              && Character.isLetter(other.charAt(at))
              && Character.isLetter(other.charAt(at - 1));
      String invisible = within ? INVISIBLE[random.nextInt(INVISIBLE.length)] : "";
      other = other.substring(0, at) + invisible + other.substring(at);
    }
    return other;
  }

  /** What is typed without the letters on the keyboard; of Latin, Greek and Cyrillic. */
  static String withoutAccents(String word) {
    return Normalizer.normalize(word, Normalizer.Form.NFD)
        .replaceAll("(?<=[a-zα-ω])\\p{Mn}+", "")
        .replace('đ', 'd');
  }

  private String capitals(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    if (!upper.toLowerCase(Locale.ROOT).equals(word)) {
      return word; // ligatures have no capital
    }
    return random.nextBoolean() ? upper : upper.substring(0, 1) + word.substring(1);
  }

  private static String fullWidth(String word) {
    var wide = new StringBuilder();
    word.chars().forEach(c -> wide.append((char) (c >= 'a' && c <= 'z' ? c - 'a' + 0xFF41 : c)));
    return wide.toString();
  }
}
