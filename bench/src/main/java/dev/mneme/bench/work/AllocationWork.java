package dev.mneme.bench.work;

import com.sun.management.ThreadMXBean;
import dev.mneme.bench.peers.Peer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;

/** Bytes that the searching thread allocates for one search. */
final class AllocationWork {
  private static final int SEARCHES = 200;

  private final Peer peer;
  private final SearchWork searches;

  AllocationWork(Peer peer, SearchWork searches) {
    this.peer = peer;
    this.searches = searches;
  }

  Answer allocation(Task task) throws IOException {
    var figures = new ArrayList<Figure>();
    figures.add(
        perSearch("vector", i -> peer.nearest(searches.query(i), 10, task.ef()), task.seconds()));
    if (peer instanceof Peer.Hybrid hybrid) {
      figures.add(
          perSearch(
              "hybrid",
              i -> hybrid.hybrid(searches.text(i), searches.query(i), 10),
              task.seconds()));
    }
    return Answer.of(figures.toArray(Figure[]::new));
  }

  private static Figure perSearch(String name, Loop.Operation search, double seconds)
      throws IOException {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    var done = new Loop(1, SEARCHES, seconds).run(search).orFail();
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    return Figure.lower(name, "bytes/search", (double) bytes / done.latencies().count());
  }
}
