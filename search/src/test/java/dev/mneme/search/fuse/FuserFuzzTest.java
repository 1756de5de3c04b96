package dev.mneme.search.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.request.Fusion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;

/**
 * Whatever the legs found: each candidate once, with a finite score that no other leg can lower.
 */
class FuserFuzzTest {
  @FuzzTest
  void lists(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    var lists = new ArrayList<WeightedList>();
    var all = new TreeSet<Integer>();
    while (in.remaining() >= 2 && lists.size() < 3) {
      double weight = (in.get() & 0xff) / 64.0;
      var list = ranked(in, in.get() & 0x1f);
      Arrays.stream(list.ordinals()).forEach(all::add);
      lists.add(new WeightedList(list, weight));
    }
    if (lists.isEmpty()) {
      return;
    }
    for (var fusion : List.of(Fusion.reciprocalRank(), Fusion.relativeScore())) {
      var candidates = Candidates.of(lists);
      assertThat(candidates.size()).isEqualTo(all.size());
      double[] scores = Fuser.score(candidates, fusion);
      double most = lists.stream().mapToDouble(WeightedList::weight).sum();
      for (int slot = 0; slot < candidates.size(); slot++) {
        assertThat(all.remove(candidates.ordinal(slot))).as("once").isTrue();
        assertThat(scores[slot]).isBetween(0.0, most * (1 + 1e-9));
      }
      for (int slot = 0; slot < candidates.size(); slot++) {
        all.add(candidates.ordinal(slot));
      }
    }
  }

  /** Scores descend, ordinals come once: what every leg promises. */
  private static RankedOrdinals ranked(ByteBuffer in, int size) {
    var scores = new LinkedHashMap<Integer, Float>();
    float score = Float.MAX_VALUE;
    while (scores.size() < size && in.remaining() >= 6) {
      int ordinal = in.getShort() & 0xffff;
      float next = in.getFloat();
      if (next <= score && !scores.containsKey(ordinal) && Float.isFinite(next)) {
        scores.put(ordinal, next);
        score = next;
      }
    }
    var values = new float[scores.size()];
    int i = 0;
    for (float value : scores.values()) {
      values[i++] = value;
    }
    return new RankedOrdinals(scores.keySet().stream().mapToInt(o -> o).toArray(), values);
  }
}
