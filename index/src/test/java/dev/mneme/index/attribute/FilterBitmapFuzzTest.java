package dev.mneme.index.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mneme.core.FuzzInput;
import dev.mneme.filter.Filter;
import dev.mneme.filter.FilterEvaluator;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Limits;
import dev.mneme.memory.Memory;
import dev.mneme.core.storage.FaultyStorage;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The bitmaps answer every filter as its definition does. */
class FilterBitmapFuzzTest {
  private static final List<Memory> MEMORIES =
      List.of(
          memory().attribute("a", 1).attribute("b", "x").build(),
          memory().attribute("a", 1.5).attribute("b", List.of("x", "y")).build(),
          memory().attribute("a", -1).attribute("c", true).build(),
          memory().attribute("a", "1").attribute("c", false).build(),
          memory().attribute("t", Instant.EPOCH).attribute("b", "").build(),
          memory().attribute("a", Long.MAX_VALUE).attribute("t", Limits.MAX_TIME).build(),
          memory().attribute("a", Double.MAX_VALUE).attribute("b", List.of()).build(),
          memory().build());

  private static Memory.Builder memory() {
    return Memory.text("x").id("x").time(Instant.EPOCH);
  }

  @FuzzTest
  void filter(byte[] bytes) {
    Filter filter;
    try {
      filter = Filter.parse(FuzzInput.text(bytes));
    } catch (InvalidRequestException typed) {
      return;
    }
    var storage = new FaultyStorage(1);
    try (var view = AttributeView.open(storage, Path.of("/view"))) {
      var added = new ArrayList<CommitBatch.Added>();
      for (var memory : MEMORIES) {
        added.add(new CommitBatch.Added(added.size(), 0, 0, memory));
      }
      view.apply(new CommitBatch(added.size(), added, new int[0]));
      var expected = new ArrayList<Integer>();
      for (int i = 0; i < MEMORIES.size(); i++) {
        if (FilterEvaluator.matches(filter, MEMORIES.get(i).attributes())) {
          expected.add(i);
        }
      }
      var all = OrdinalBitmap.ofRange(0, MEMORIES.size());
      assertThat(view.evaluate(filter, all).toArray())
          .as("%s", filter)
          .containsExactly(expected.stream().mapToInt(i -> i).toArray());
    }
  }
}
