package dev.mneme.examples.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.AttributeValue.ListValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Memory;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryLineTest {
  private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");

  @Test
  void line_withEverything() {
    var line =
        MemoryLine.parse(
            """
            {"namespace": "n", "id": "i", "text": "t", "time": 1683554160000, "vector": [1, -0.5, 2e-3],
             "expires": "2030-01-01", "extra": {"deep": [1, {"x": null}]},
             "attributes": {"s": "2023-05-08T13:56:00Z", "b": true, "l": 3, "d": 3.0, "none": null,
                            "when": {"$time": "2023-05-08T13:56:00Z"}, "tags": ["a", 1], "empty": []}}
            """);

    assertThat(line.namespace()).contains("n");
    assertThat(line.toMemory("unused", NOW))
        .isEqualTo(
            Memory.text("t")
                .id("i")
                .time(Instant.parse("2023-05-08T13:56:00Z"))
                .expires(Instant.parse("2030-01-01T00:00:00Z"))
                .embedding(1f, -0.5f, 2e-3f)
                .attribute("s", "2023-05-08T13:56:00Z")
                .attribute("b", true)
                .attribute("l", 3)
                .attribute("d", 3.0)
                .attribute("when", Instant.parse("2023-05-08T13:56:00Z"))
                .attribute("tags", new ListValue(List.of(new StringValue("a"), new LongValue(1))))
                .attribute("empty", List.of())
                .build());
  }

  @Test
  void line_withoutIdAndTime_takesThoseGiven() {
    var memory = MemoryLine.parse("{\"text\": \"t\", \"id\": null}").toMemory("made", NOW);

    assertThat(memory.id()).isEqualTo("made");
    assertThat(memory.time()).isEqualTo(NOW);
    assertThat(memory.embedding()).isEmpty();
  }

  @Test
  void vector_isEnough() {
    assertThat(MemoryLine.parse("{\"vector\": [0]}").vector()).contains(Embedding.of(0f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"text\": \"a\"           | bad JSON at column 13: Unexpected end-of-input: expected"
            + " close marker for Object",
        "{text: 1}                  | bad JSON at column 2: Unexpected character ('t'",
        "{\"text\":\"a\"} {}        | bad JSON: there is more after the value",
        "{\"text\":\"a\",\"text\":\"b\"} | bad JSON at column",
        "[1]                        | it is not a JSON object",
        "\"text\"                   | it is not a JSON object",
        "{}                         | there is neither a text nor a vector",
        "{\"text\": null}           | there is neither a text nor a vector",
        "{\"text\": 1}              | text must be a string, not the number 1",
        "{\"text\":\"a\",\"id\":7}  | id must be a string, not the number 7",
        "{\"text\":\"a\",\"namespace\":[]} | namespace must be a string, not an array",
        "{\"text\":\"a\",\"time\":true} | time must be ISO-8601 text or epoch milliseconds, not a"
            + " boolean",
        "{\"text\":\"a\",\"time\":\"soon\"} | time 'soon' is not a time",
        "{\"text\":\"a\",\"time\":1717150500} | time '1717150500' is not a time: it looks like"
            + " seconds",
        "{\"text\":\"a\",\"expires\":\"1717150500\"} | expires '1717150500' is not a time: it looks"
            + " like seconds",
        "{\"text\":\"a\",\"time\":1.5} | time must be ISO-8601 text or epoch milliseconds, not the"
            + " number 1.5",
        "{\"text\":\"a\",\"expires\":\"?\"} | expires '?' is not a time",
        "{\"text\":\"a\",\"vector\":\"x\"} | vector must be an array of numbers, not the string"
            + " 'x'",
        "{\"text\":\"a\",\"vector\":[]} | a vector needs at least one dimension",
        "{\"text\":\"a\",\"vector\":[1,\"NaN\"]} | vector must hold numbers only, but component 1"
            + " is the string 'NaN'",
        "{\"text\":\"a\",\"vector\":[1,NaN]} | bad JSON at column",
        "{\"text\":\"a\",\"vector\":[1,1e39]} | a vector must be finite, but component 1 is"
            + " Infinity",
        "{\"text\":\"a\",\"vector\":[[1]]} | vector must hold numbers only, but component 0 is an"
            + " array",
        "{\"text\":\"a\",\"attributes\":[]} | attributes must be an object, not an array",
        "{\"text\":\"a\",\"attributes\":{\"k\":{\"a\":1}}} | attribute 'k' must be a string, boolean, number",
        "{\"text\":\"a\",\"attributes\":{\"k\":[{\"$json\":\"1\"}]}} | attribute 'k' must be a string, boolean, number",
        "{\"text\":\"a\",\"attributes\":{\"k\":{\"$json\":\"1\",\"a\":1}}} | attribute 'k' must be a string, boolean, number",
        "{\"text\":\"a\",\"attributes\":{\"k\":{\"$json\":1}}} | k must be a string",
        "{\"text\":\"a\",\"attributes\":{\"k\":{}}} | attribute 'k' must be a string, boolean, number",
        "{\"text\":\"a\",\"attributes\":{\"k\":[[1]]}} | attribute 'k' must be a string, boolean, number",
        "{\"text\":\"a\",\"attributes\":{\"k\":[null]}} | attribute 'k' must be a string, boolean, number",
        "{\"text\":\"a\",\"attributes\":{\"k\":99999999999999999999}} | attribute 'k' 99999999999999999999 does not fit",
        "{\"text\":\"a\",\"attributes\":{\"k\":1e999}} | an attribute must be a finite number"
      })
  void badLine_saysWhy(String line, String reason) {
    assertThatThrownBy(() -> MemoryLine.parse(line))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith(reason.strip())
        .message()
        .doesNotContain("\n");
  }

  @RepeatedTest(20)
  void writtenMemory_readsBackEqual(RepetitionInfo repetition) throws IOException {
    long seed = repetition.getCurrentRepetition();
    var random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      var memory = randomMemory(random);

      var line = MemoryLine.parse(write(memory));

      assertThat(line.namespace()).contains("some namespace");
      assertThat(line.toMemory("unused", NOW)).as("seed %d", seed).isEqualTo(memory);
    }
  }

  private static String write(Memory memory) throws IOException {
    var out = new StringWriter();
    try (var generator = new JsonFactory().createGenerator(out)) {
      MemoryJson.write(generator, "some namespace", memory, true);
    }
    return out.toString();
  }

  private static Memory randomMemory(Random random) {
    var builder =
        Memory.text(randomText(random))
            .id("id " + randomText(random))
            .time(
                Instant.ofEpochMilli(random.nextLong(-62_135_596_800_000L, 253_402_300_800_000L)));
    for (int i = random.nextInt(5); i > 0; i--) {
      builder.attribute("k" + randomText(random), randomValue(random));
    }
    if (random.nextBoolean()) {
      builder.expires(Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)));
    }
    var vector = new float[1 + random.nextInt(40)];
    for (int i = 0; i < vector.length; i++) {
      do { // every bit pattern that is a finite float must survive, subnormal ones and negative
        // zero included
        vector[i] = Float.intBitsToFloat(random.nextInt());
      } while (!Float.isFinite(vector[i]));
    }
    return builder.embedding(Embedding.wrap(vector)).build();
  }

  private static AttributeValue randomValue(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> AttributeValue.of(randomText(random));
      case 5 -> new AttributeValue.JsonValue(randomJson(random));
      case 1 -> AttributeValue.of(random.nextBoolean());
      case 2 -> AttributeValue.of(random.nextLong());
      case 3 -> AttributeValue.of(random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300)));
      case 4 -> AttributeValue.of(Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)));
      default ->
          new ListValue(
              List.of(
                  new StringValue(randomText(random)),
                  new LongValue(random.nextInt()),
                  new AttributeValue.InstantValue(Instant.ofEpochMilli(random.nextInt()))));
    };
  }

  /** Every digit and blank of it must come back, and what is the format's own syntax elsewhere. */
  private static String randomJson(Random random) {
    var texts =
        List.of(
            "null",
            "1.10",
            "[ 1 , 1e999, -0.0]",
            "{\"$time\": \"2023-05-08\"}",
            "{\"$json\": \"{}\"}",
            "{\"a\": {\"b\": [null, \"\\u2003é\"]}}",
            "{\"a\": 1, \"a\": 2}");
    return texts.get(random.nextInt(texts.size()));
  }

  private static String randomText(Random random) {
    var alphabet =
        new String[] {"a", "\"", "\\", "\n", "\t", "é", "漢", "😀", " ", "\u0000", "{", "\u2028"};
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }
}
