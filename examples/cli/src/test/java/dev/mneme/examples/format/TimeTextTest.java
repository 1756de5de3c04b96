package dev.mneme.examples.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.InvalidRequestException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
  @ParameterizedTest
  @CsvSource({
    "2023-05-08T13:56:00Z, 2023-05-08T13:56:00Z",
    "2023-05-08T13:56:00.123456Z, 2023-05-08T13:56:00.123456Z",
    "2023-05-08T13:56:00+02:00, 2023-05-08T11:56:00Z",
    "2023-05-08T13:56+05:30, 2023-05-08T08:26:00Z",
    "2023-05-08T13:56:00+02:00[Europe/Paris], 2023-05-08T11:56:00Z",
    "2023-05-08T13:56, 2023-05-08T13:56:00Z",
    "2023-05-08 13:56:30, 2023-05-08T13:56:30Z",
    "2023-05-08, 2023-05-08T00:00:00Z",
    "' 2023-05-08 ', 2023-05-08T00:00:00Z",
    "-0044-03-15, -0044-03-15T00:00:00Z",
    "1683554160000, 2023-05-08T13:56:00Z",
    "2023-05, 2023-05-01T00:00:00Z",
    "2023, 2023-01-01T00:00:00Z",
    "20230508, 2023-05-08T00:00:00Z",
    "20230508T135600+02, 2023-05-08T11:56:00Z",
    "0, 1970-01-01T00:00:00Z"
  })
  void instant_readsEveryForm(String text, Instant expected) {
    assertThat(TimeText.instant("time", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2023-13-01",
        "2023-02-30",
        "2023-05-08T25:00",
        "13:56",
        "1e9",
        "12023",
        "-1",
        "1683554160",
        "99999999999999999999"
      })
  void instant_refusesTheRest(String text) {
    assertThatThrownBy(() -> TimeText.instant("time", text))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("time '" + text + "' is not a time: ");
  }

  @ParameterizedTest
  @CsvSource({
    "30d, PT720H",
    "12h, PT12H",
    "90m, PT1H30M",
    "1.5w, PT252H",
    "500ms, PT0.5S",
    "45 s, PT45S",
    "PT36H, PT36H",
    "P2D, PT48H"
  })
  void duration_readsEveryForm(String text, Duration expected) {
    assertThat(TimeText.duration("half-life", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "d", "30", "30y", "-1d", "0d", "-PT1H", "PT0S", "1e3d"})
  void duration_refusesTheRest(String text) {
    assertThatThrownBy(() -> TimeText.duration("half-life", text))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("half-life ");
  }
}
