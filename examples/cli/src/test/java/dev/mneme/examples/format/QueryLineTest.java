package dev.mneme.examples.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryLineTest {
  @Test
  void line_withEverything() {
    var line =
        QueryLine.parse(
            """
            {"id": "q1", "text": "who", "vector": [1, 2], "namespace": "n", "filter": "a = 1", "from": "2023-01-01",
             "to": 1683554160000, "limit": 7, "category": 2, "relevant": {"D1:3": 1}}
            """);

    assertThat(line.id()).contains("q1");
    assertThat(line.text()).contains("who");
    assertThat(line.vector()).contains(Embedding.of(1, 2));
    assertThat(line.namespace()).contains("n");
    assertThat(line.filter()).contains("a = 1");
    assertThat(line.from()).contains(Instant.parse("2023-01-01T00:00:00Z"));
    assertThat(line.to()).contains(Instant.parse("2023-05-08T13:56:00Z"));
    assertThat(line.limit()).isEqualTo(OptionalInt.of(7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\": \"q\"}                | there is neither a text nor a vector",
        "{\"text\": \"a\", \"limit\": \"5\"} | limit must be an integer, not the string '5'",
        "{\"text\": \"a\", \"limit\": 99999999999} | limit 99999999999 is out of range",
        "{\"text\": \"a\", \"filter\": 1} | filter must be a string, not the number 1",
        "nonsense                       | bad JSON at column"
      })
  void badLine_saysWhy(String line, String reason) {
    assertThatThrownBy(() -> QueryLine.parse(line))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith(reason.strip());
  }

  @Test
  void vector_isAnArrayOfNumbersAndNothingElse() {
    assertThat(QueryLine.parseVector(" [0.1, -2] ")).isEqualTo(Embedding.of(0.1f, -2f));
    assertThatThrownBy(() -> QueryLine.parseVector("[1] 2"))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> QueryLine.parseVector("{}"))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> QueryLine.parseVector("")).isInstanceOf(InvalidRequestException.class);
  }
}
