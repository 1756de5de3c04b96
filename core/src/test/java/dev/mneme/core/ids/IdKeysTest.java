package dev.mneme.core.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdKeysTest {

  private static final List<String> PIECES =
      List.of(
          "", "\0", "a", "?", "é", "߿", "ࠀ", "漢", "\uFFFF", "😀", "\uD83D", "\uDE00", "\uD83Dx");

  @Test
  void validUnicode_isLengthNamespaceAndIdInUtf8() {
    String namespace = "user:mélanie";
    String id = "漢字 \0 😀";
    byte[] namespaceBytes = namespace.getBytes(StandardCharsets.UTF_8);
    byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
    byte[] expected =
        ByteBuffer.allocate(2 + namespaceBytes.length + idBytes.length)
            .putShort((short) namespaceBytes.length)
            .put(namespaceBytes)
            .put(idBytes)
            .array();
    assertThat(IdKeys.of(namespace, id)).isEqualTo(expected);
  }

  @Test
  void differentPairs_haveDifferentKeys() {
    var seen = new HashMap<String, List<String>>();
    for (String a : PIECES) {
      for (String b : PIECES) {
        for (String c : PIECES) {
          expectUnique(seen, a + b, c);
          expectUnique(seen, a, b + c);
        }
      }
    }
  }

  @Test
  void randomChars_haveTheLengthThatTheyTake() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var seen = new HashMap<String, List<String>>();
    for (int round = 0; round < 20_000; round++) {
      expectUnique(seen, randomChars(random), randomChars(random));
    }
    assertThat(seen).as("seed %d", seed).isNotEmpty();
  }

  @Test
  void overTheLimit_isReplacedByADigestOfBothParts() {
    String filler = "x".repeat(IdKeys.MAX_BYTES);
    assertThat(IdKeys.of("n", filler)).hasSize(34).startsWith(0xFF, 0xFF);
    assertThat(IdKeys.of("n", filler)).isEqualTo(IdKeys.of("n", filler));
    assertThat(IdKeys.of("n", filler)).isNotEqualTo(IdKeys.of("nx", filler.substring(1)));
    assertThat(IdKeys.of("n", filler)).isNotEqualTo(IdKeys.of("n", filler + "x"));
  }

  @Test
  void defaultLimits_stayBelowTheLimit() {
    assertThat(IdKeys.of("n".repeat(256), "i".repeat(512))).hasSize(2 + 256 + 512);
    assertThat(IdKeys.of("n".repeat(256), "i".repeat(IdKeys.MAX_BYTES - 258)))
        .hasSize(IdKeys.MAX_BYTES);
  }

  private static void expectUnique(Map<String, List<String>> seen, String namespace, String id) {
    var pair = List.of(namespace, id);
    var before = seen.put(Arrays.toString(IdKeys.of(namespace, id)), pair);
    assertThat(before == null || before.equals(pair)).as("%s and %s", before, pair).isTrue();
  }

  private static String randomChars(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(
          random.nextBoolean()
              ? (char) random.nextInt(0x10000)
              : (char) (0xD7FE + random.nextInt(0x804)));
    }
    return text.toString();
  }
}
