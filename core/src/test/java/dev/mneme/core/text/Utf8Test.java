package dev.mneme.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

  @Test
  void length_agreesWithTheEncoder() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    char[] alphabet = {
      0, 'a', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000, 0xFFFF
    };
    var encoder = StandardCharsets.UTF_8.newEncoder();
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder();
      for (int j = random.nextInt(6); j > 0; j--) {
        text.append(alphabet[random.nextInt(alphabet.length)]);
      }
      String value = text.toString();
      long expected =
          encoder.canEncode(value)
              ? value.getBytes(StandardCharsets.UTF_8).length
              : Utf8.UNPAIRED_SURROGATE;
      assertThat(Utf8.length(value)).as("seed %d: %s", seed, value).isEqualTo(expected);
    }
  }
}
