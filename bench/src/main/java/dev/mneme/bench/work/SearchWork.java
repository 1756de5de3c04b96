package dev.mneme.bench.work;

import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.data.FilterKind;
import dev.mneme.bench.data.Truth;
import dev.mneme.bench.peers.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** Searches with checked recall: by vector, by words and vector, under filters. */
final class SearchWork {
  private final Peer peer;
  private final Corpus corpus;
  private final Truth truth;
  private final float[][] queries;
  private final String[] texts;

  SearchWork(Peer peer, Corpus corpus, Truth truth) {
    this.peer = peer;
    this.corpus = corpus;
    this.truth = truth;
    var all = IntStream.range(0, corpus.queries());
    this.queries = all.mapToObj(corpus::queryVector).toArray(float[][]::new);
    this.texts =
        IntStream.range(0, queries.length).mapToObj(corpus::queryText).toArray(String[]::new);
  }

  float[] query(int index) {
    return queries[index % queries.length];
  }

  String text(int index) {
    return texts[index % texts.length];
  }

  /** Every query once by each thread. */
  Answer vector(Task task) throws IOException {
    var found = new AtomicReferenceArray<int[]>(queries.length);
    var result =
        new Loop(task.threads(), queries.length, task.seconds())
            .run(i -> found.set(i % queries.length, peer.nearest(query(i), truth.k(), task.ef())))
            .orFail();
    double recall =
        IntStream.range(0, queries.length)
            .filter(q -> found.get(q) != null)
            .mapToDouble(q -> truth.recall(corpus, q, found.get(q)))
            .average()
            .orElse(0);
    var figures = new ArrayList<Figure>();
    figures.add(Figure.higher("recall", "share", recall));
    if (peer instanceof Peer.LegTimed timed) {
      figures.addAll(leg(timed, task));
    }
    return answer(result, figures.toArray(Figure[]::new));
  }

  /** The same searches once more, for the time of the vector leg alone. */
  private List<Figure> leg(Peer.LegTimed timed, Task task) throws IOException {
    var latencies = new Latencies();
    new Loop(1, queries.length, task.seconds())
        .run(i -> latencies.add((long) (1_000 * timed.legMicros(query(i), truth.k(), task.ef()))))
        .orFail();
    return latencies.figures("leg_", latencies.count() * latencies.meanMicros() / 1e6);
  }

  Answer hybrid(Task task) throws IOException {
    var engine = (Peer.Hybrid) peer;
    var result =
        new Loop(task.threads(), queries.length, task.seconds())
            .run(i -> requireHits(engine.hybrid(text(i), query(i), truth.k())))
            .orFail();
    return answer(result);
  }

  private void requireHits(List<Peer.Found> hits) {
    if (hits.size() < truth.k()) {
      throw new IllegalStateException(hits.size() + " hits instead of " + truth.k());
    }
  }

  Answer filter(Task task) throws IOException {
    var engine = (Peer.Filtering) peer;
    var kind = FilterKind.valueOf(task.filter());
    var range = kind.range(corpus.size(), task.share());
    var asked = kind.queries(corpus);
    var kth = truth.filtered(kind, task.share());
    var found = new AtomicReferenceArray<int[]>(asked.length);
    var result =
        new Loop(1, asked.length, task.seconds())
            .run(i -> found.set(i, engine.nearest(query(asked[i]), truth.k(), task.ef(), range)))
            .orFail();
    double recall = 0;
    double full = 0;
    int wanted = Math.min(truth.k(), range.matches());
    int done = result.latencies().count();
    for (int i = 0; i < done; i++) {
      recall += truth.recall(corpus, query(asked[i]), kth[i], found.get(i), range);
      full += found.get(i).length >= wanted ? 1 : 0;
    }
    return answer(
        result,
        Figure.higher("recall", "share", recall / done),
        Figure.higher("all_k_returned", "share", full / done));
  }

  private static Answer answer(Loop.Result result, Figure... more) {
    var figures = new ArrayList<>(result.figures(""));
    figures.addAll(List.of(more));
    return new Answer(figures, result.latencies().micros(Latencies.QUANTILES), "");
  }
}
