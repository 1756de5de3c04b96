package dev.mneme.examples.ingest.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.InvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextEncodingTest {
  private static final int SENTENCES = 5;
  private static final String GERMAN =
      "Über die Straße gehen die Mädchen zum Bäcker und kaufen süße Brötchen für das Frühstück. ";
  private static final String RUSSIAN =
      "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему.\n";
  private static final String JAPANESE = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。\n";

  private static TextEncoding of(byte[] bytes) throws IOException {
    return TextEncoding.of(() -> new ByteArrayInputStream(bytes));
  }

  private static String decoded(byte[] bytes) throws IOException {
    return of(bytes).newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, de, false",
    "UTF-8, ja, false",
    "UTF-16LE, de, true",
    "UTF-16BE, de, true",
    "UTF-16LE, ru, true",
    "UTF-16BE, ja, true",
    "windows-1252, de, true",
    "ISO-8859-1, de, true",
    "windows-1251, ru, true",
    "KOI8-R, ru, true",
    "Shift_JIS, ja, true",
    "EUC-JP, ja, true"
  })
  void textWithoutAMark_isDecodedAsItWasWritten(String charset, String language, boolean assumed)
      throws IOException {
    var text =
        switch (language) {
          case "de" -> GERMAN.repeat(20) + "\n";
          case "ru" -> RUSSIAN.repeat(20);
          default -> JAPANESE.repeat(20);
        };
    var bytes = text.getBytes(Charset.forName(charset));

    assertThat(decoded(bytes)).isEqualTo(text);
    assertThat(of(bytes).remark().isPresent()).isEqualTo(assumed);
    assertThat(of(bytes).chars()).isEqualTo(text.length());
  }

  @Test
  void shortWesternText_isDecoded() throws IOException {
    for (var text : new String[] {"Grüße", "café", "¿Qué?", "naïve “quotes” – €5", "ä"}) {
      assertThat(decoded(text.getBytes("windows-1252"))).isEqualTo(text);
    }
  }

  @Test
  void textWithAMark_isDecodedByIt() throws IOException {
    for (var charset : new String[] {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
      var text = "\uFEFF" + GERMAN + JAPANESE;
      var bytes = text.getBytes(Charset.forName(charset));
      assertThat(decoded(bytes)).as(charset).endsWith(text.substring(1)); // some keep the mark
      assertThat(of(bytes).remark()).isEmpty();
    }
  }

  @Test
  void emptyFileAndAscii_areText() throws IOException {
    assertThat(of(new byte[0]).chars()).isZero();
    assertThat(of("plain\r\ntext\t\f".getBytes(StandardCharsets.US_ASCII)).remark()).isEmpty();
  }

  @Test
  void fewBrokenPlaces_doNotTurnAllOfTheTextIntoAnotherEncoding() throws IOException {
    var bytes = (GERMAN.repeat(SENTENCES) + "x" + GERMAN).getBytes(StandardCharsets.UTF_8);
    bytes[GERMAN.repeat(SENTENCES).getBytes(StandardCharsets.UTF_8).length] = (byte) 0xFF;

    assertThat(decoded(bytes)).isEqualTo(GERMAN.repeat(SENTENCES) + "\uFFFD" + GERMAN);
    assertThat(of(bytes).remark()).contains("read as UTF-8, which is broken in places");
  }

  @Test
  void textWithZerosInIt_isNotTakenForUtf16() {
    for (var text : new String[] {"hello\0", "name\0value\0", "\0\0ab"}) {
      assertThatThrownBy(() -> of(text.getBytes(StandardCharsets.US_ASCII)))
          .as(text)
          .hasMessage("it is binary, not text");
    }
  }

  @Test
  void zerosAfterACrash_doNotMakeALogBinary() throws IOException {
    assertThat(of((GERMAN.repeat(200) + "\0".repeat(500)).getBytes(StandardCharsets.UTF_8)).chars())
        .isPositive();
  }

  @Test
  void binary_isRefused() {
    for (int seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      var noise = new byte[1 + random.nextInt(100_000) + 2_000];
      random.nextBytes(noise);
      assertThatThrownBy(() -> of(noise))
          .as("seed %d", seed)
          .isInstanceOf(InvalidRequestException.class);
    }
    for (int length : new int[] {1, 2, 100, 8_000, 1 << 20}) {
      assertThatThrownBy(() -> of(new byte[length]))
          .as("%d zeros", length)
          .hasMessage("it is binary, not text");
    }
  }

  @Test
  void brokenMark_isRefusedWithItsReason() {
    assertThatThrownBy(() -> of(new byte[] {(byte) 0xFF, (byte) 0xFE, 0x00, (byte) 0xD8, 0x41, 0}))
        .hasMessage("it begins as UTF-16LE does, but goes on otherwise");
  }
}
