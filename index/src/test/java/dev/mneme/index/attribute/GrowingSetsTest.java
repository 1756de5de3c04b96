package dev.mneme.index.attribute;

import dev.mneme.core.GrowthSweep;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.btree.CountedTree;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sets of ordinals that grow while something is added, at every size. */
class GrowingSetsTest {
  private static final int SIZE = 300;

  @Test
  void collector() {
    var universe = OrdinalBitmap.of(IntStream.range(0, 10_000).toArray(), 10_000);
    sweepEverySize(
        GrowthSweep.<OrdinalCollector, Integer>of(
                () -> new OrdinalCollector(universe), collector -> list(collector.result()))
            .step(
                "add",
                1,
                (collector, model) -> {
                  collector.add(3 * model.size());
                  model.add(3 * model.size());
                }));
  }

  /** Sparse enough to stay an array, dense enough to become a bitmap on the way, and both ways. */
  @Test
  void postings() {
    for (int step : new int[] {1, 7, 2_000}) {
      sweepEverySize(
          GrowthSweep.<AtomicReference<Postings>, Integer>of(
                  () -> new AtomicReference<>(Postings.of(new int[] {0}, 1)),
                  postings -> {
                    var all = new ArrayList<Integer>();
                    postings.get().forEach(all::add);
                    return all.subList(1, all.size());
                  })
              .step(
                  "with",
                  1,
                  (postings, model) -> {
                    int ordinal = step * (model.size() + 1);
                    postings.set(postings.get().with(ordinal));
                    model.add(ordinal);
                  })
              .step(
                  "withAll",
                  3,
                  (postings, model) -> {
                    int first = model.size() + 1;
                    int[] more = {step * first, step * (first + 1), step * (first + 2)};
                    postings.set(postings.get().with(more, 3));
                    for (int ordinal : more) {
                      model.add(ordinal);
                    }
                  }));
    }
  }

  @Test
  void expiries() {
    sweepEverySize(
        GrowthSweep.<Expiries, Integer>of(
                () -> new Expiries(CountedTree.create()), expiries -> list(expiries.until(1_000)))
            .step(
                "add",
                1,
                (expiries, model) -> {
                  expiries.add(model.size(), 1_000 - model.size());
                  model.add(model.size());
                }));
  }

  private static List<Integer> list(OrdinalBitmap bitmap) {
    return IntStream.of(bitmap.toArray()).boxed().toList();
  }

  private static <S, T> void sweepEverySize(GrowthSweep<S, T> sweep) {
    for (int size = 0; size < SIZE; size++) {
      sweep.runTo(size);
    }
  }
}
