package dev.mneme.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GraphemesTest {
  private static final String FAMILY = "👨‍👩‍👧";
  private static final List<String> PARTS =
      List.of(
          "a",
          " ",
          "\n",
          "\r\n",
          "é",
          "e\u0301",
          "\u0301\u0323",
          FAMILY,
          "👍🏽",
          "🇩🇪",
          "🇫🇷🇮🇹",
          "\uD83C\uDDE6", // half a flag
          "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F",
          "\u200d",
          "漢",
          "가",
          "\u1112\u1161\u11ab",
          "क्षि",
          "\u0600",
          "\uD83D");

  private static String random(Random random) {
    var text = new StringBuilder();
    int parts = 1 + random.nextInt(40);
    for (int i = 0; i < parts; i++) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    if (random.nextInt(10) == 0) {
      text.insert(random.nextInt(text.length()), "🇩🇪".repeat(200));
    }
    return text.toString();
  }

  @Test
  void bordersOfAnyText_areThoseOfTheWholeText() {
    for (int seed = 0; seed < 400; seed++) {
      var text = random(new Random(seed));
      var whole = BreakIterator.getCharacterInstance(Locale.ROOT);
      whole.setText(text);
      for (int i = 0; i <= text.length(); i++) {
        int floor = whole.isBoundary(i) ? i : whole.preceding(i);
        int ceil = whole.isBoundary(i) ? i : whole.following(i);
        assertThat(Graphemes.floor(text, i)).as("seed %d, floor of %d", seed, i).isEqualTo(floor);
        assertThat(Graphemes.ceil(text, i)).as("seed %d, ceil of %d", seed, i).isEqualTo(ceil);
      }
    }
  }

  @Test
  void placesOutsideTheText_areItsEnds() {
    assertThat(Graphemes.floor("abc", -1)).isZero();
    assertThat(Graphemes.floor("abc", 4)).isEqualTo(3);
    assertThat(Graphemes.ceil("abc", -1)).isZero();
    assertThat(Graphemes.ceil("abc", 4)).isEqualTo(3);
    assertThat(Graphemes.floor("", 0)).isZero();
  }

  @Test
  void clusterThatIsNoCharacter_isCutBetweenCodePoints() {
    var marks = "a" + "\uD834\uDD65".repeat(5_000); // combining stems, two chars each

    assertThat(Graphemes.floor(marks, 6_000)).isEqualTo(5_999);
    assertThat(Graphemes.ceil(marks, 6_000)).isBetween(6_000, 6_600).isOdd();
    assertThat(Graphemes.lastBorder(marks, 0, 100)).isEqualTo(99);
    assertThat(Graphemes.lastBorder(FAMILY, 0, 4)).isEqualTo(3);
  }
}
