package dev.mneme.bench.work;

import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.peers.Peer;
import java.io.IOException;
import java.util.ArrayList;

/** Taking everything in, and what that occupies. */
final class LoadWork {
  private final Peer peer;
  private final Corpus corpus;
  private final MemoryUse before;

  LoadWork(Peer peer, Corpus corpus) throws InterruptedException {
    this.peer = peer;
    this.corpus = corpus;
    this.before = MemoryUse.now();
  }

  Answer load() throws IOException, InterruptedException {
    long start = System.nanoTime();
    peer.load(corpus);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Answer(
        Answer.of(
                Figure.higher("per_second", "memories/s", corpus.size() / seconds),
                Figure.lower("seconds", "s", seconds))
            .figures(),
        java.util.List.of(),
        peer.settings());
  }

  /** After the searches, so that what they need is resident. */
  Answer memory() throws IOException, InterruptedException {
    var use = MemoryUse.now().minus(before);
    double memories = corpus.size();
    var figures = new ArrayList<Figure>();
    figures.add(Figure.lower("heap", "bytes/memory", (use.heap() + use.direct()) / memories));
    if (use.resident() != 0) {
      figures.add(Figure.lower("resident", "bytes/memory", use.resident() / memories));
    }
    if (peer instanceof Peer.Persistent persistent) {
      figures.add(Figure.lower("disk", "bytes/memory", persistent.diskBytes() / memories));
    }
    return Answer.of(figures.toArray(Figure[]::new));
  }

  /** Close, open, first answer. */
  Answer reopen() throws IOException, InterruptedException {
    var persistent = (Peer.Persistent) peer;
    long start = System.nanoTime();
    persistent.reopen();
    var found = peer.nearest(corpus.queryVector(0), 10, 100);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (found.length == 0) {
      throw new IllegalStateException("nothing is found after opening");
    }
    return Answer.of(Figure.lower("open_to_first_answer", "s", seconds));
  }
}
