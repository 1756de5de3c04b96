package dev.mneme.examples.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.examples.ingest.source.Source;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SourceIdsTest {
  private static SourceIds ids(String key) {
    return new SourceIds(new Source(Path.of("any"), key, Source.Kind.JSONL, 0));
  }

  @Test
  void sameContentOfTheSameFile_hasTheSameId() {
    assertThat(ids("/a").next("text")).isEqualTo(ids("/a").next("text")).matches("[0-9a-f]{32}");
  }

  @Test
  void otherContentOrFile_hasAnotherId() {
    assertThat(ids("/a").next("text")).isNotEqualTo(ids("/a").next("texts"));
    assertThat(ids("/a").next("text")).isNotEqualTo(ids("/b").next("text"));
    assertThat(ids("/a").next("btext")).isNotEqualTo(ids("/ab").next("text"));
  }

  @Test
  void repeatedContent_isNumberedWhereverItStands() {
    var first = ids("/a");
    var once = first.next("x");
    var twice = first.next("x");
    var again = ids("/a");
    again.next("something before");

    assertThat(twice).isEqualTo(once + "-2");
    assertThat(again.next("x")).isEqualTo(once);
    assertThat(again.next("x")).isEqualTo(twice);
  }
}
