package dev.mneme.bench.work;

import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.data.Item;
import dev.mneme.bench.peers.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Single operations, many users at once, and searches beside writes. */
final class WriteWork {
  private static final int K = 10;
  private static final int EF = 100;
  private static final int BATCH = 100;
  private static final int OPERATIONS = 1_000;

  private final Peer.Updating peer;
  private final Corpus corpus;
  private final SearchWork searches;
  private final AtomicInteger next;

  WriteWork(Peer.Updating peer, Corpus corpus, SearchWork searches) {
    this.peer = peer;
    this.corpus = corpus;
    this.searches = searches;
    this.next = new AtomicInteger(corpus.size());
  }

  private Item newItem() {
    return corpus.item(next.getAndIncrement());
  }

  /** The single operations that agent frameworks publish, one thread. */
  Answer operations(Task task) throws IOException {
    var figures = new ArrayList<Figure>();
    var loop = new Loop(1, OPERATIONS, task.seconds());
    figures.addAll(loop.run(_ -> peer.add(newItem())).orFail().figures("store_one_"));
    if (peer instanceof Peer.Persistent persistent) {
      figures.addAll(
          loop.run(_ -> persistent.addDurably(newItem())).orFail().figures("store_one_durable_"));
    }
    figures.addAll(loop.run(_ -> addBatch()).orFail().figures("store_100_"));
    figures.addAll(loop.run(this::addAndFind).orFail().figures("add_to_visible_"));
    figures.addAll(loop.run(this::vector).orFail().figures("vector_"));
    if (peer.get(Corpus.id(0)).isPresent()) {
      var random = new Random(5);
      figures.addAll(
          loop.run(_ -> requireText(random.nextInt(corpus.size()))).orFail().figures("get_"));
    }
    if (peer instanceof Peer.Hybrid hybrid) {
      figures.addAll(loop.run(i -> hybrid.words(searches.text(i), K)).orFail().figures("words_"));
    }
    return new Answer(
        figures, List.of(), peer.durable() ? "writes are fsynced" : "writes are not fsynced");
  }

  private void addBatch() throws IOException {
    int first = next.getAndAdd(BATCH);
    peer.addAll(corpus.items(first, first + BATCH));
  }

  /** The new memory has to be the answer to its own vector, or a tie of it. */
  private void addAndFind(int index) throws IOException {
    var item = newItem();
    peer.add(item);
    var found = peer.nearest(item.vector().clone(), K, EF);
    for (int ordinal : found) {
      if (ordinal >= corpus.size()) {
        return;
      }
    }
    throw new IllegalStateException(item.id() + " was not found right after it was added");
  }

  private void vector(int index) throws IOException {
    if (peer.nearest(searches.query(index), K, EF).length < K) {
      throw new IllegalStateException("less than " + K + " hits");
    }
  }

  private void requireText(int ordinal) throws IOException {
    if (peer.get(Corpus.id(ordinal)).isEmpty()) {
      throw new IllegalStateException(ordinal + " is lost");
    }
  }

  private void search(int index) throws IOException {
    if (peer instanceof Peer.Hybrid hybrid) {
      hybrid.hybrid(searches.text(index), searches.query(index), K);
    } else {
      vector(index);
    }
  }

  /** 1,000 searches by each of some users at once, then 1,000 stores by each. */
  Answer users(Task task) throws IOException {
    var loop = new Loop(task.threads(), OPERATIONS, task.seconds());
    var figures = new ArrayList<Figure>();
    var found = loop.run(this::search);
    figures.addAll(found.figures("search_"));
    figures.addAll(outcome("search_", found));
    var stored = loop.run(_ -> peer.add(newItem()));
    figures.addAll(stored.figures("store_"));
    figures.addAll(outcome("store_", stored));
    return Answer.of(figures.toArray(Figure[]::new));
  }

  /** How many were done, fewer than asked for where time was up, and how many of them failed. */
  private static List<Figure> outcome(String prefix, Loop.Result result) {
    int done = result.latencies().count();
    double failed = (double) result.failures().size() / Math.max(1, done);
    return List.of(
        Figure.plain(prefix + "operations", "operations", done),
        Figure.lower(prefix + "errors", "share", failed));
  }

  /** Two threads, of whose operations a share are writes. */
  Answer mixed(Task task) throws IOException {
    int oneIn = (int) Math.round(1 / task.share());
    var writes = new AtomicInteger();
    var result =
        new Loop(task.threads(), Integer.MAX_VALUE / task.threads(), task.seconds())
            .run(
                i -> {
                  if (i % oneIn == 0) {
                    peer.add(newItem());
                    writes.incrementAndGet();
                  } else {
                    search(i);
                  }
                })
            .orFail();
    var figures = new ArrayList<>(result.figures(""));
    figures.add(
        Figure.plain("writes", "share", (double) writes.get() / result.latencies().count()));
    return new Answer(figures, result.latencies().micros(Latencies.QUANTILES), "");
  }
}
