package dev.mneme.bench.work;

import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.data.DataFiles;
import dev.mneme.bench.data.Truth;
import dev.mneme.bench.peers.EngineKind;
import dev.mneme.bench.peers.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One engine over one corpus, which does whatever it is asked. */
public final class Worker implements AutoCloseable {

  /**
   * What to work on.
   *
   * @param engine see {@link EngineKind#key}
   * @param memories how many to index
   * @param truth file of the exact answers
   * @param directory where the engine may keep files
   */
  public record Setup(String engine, DataFiles data, int memories, Path truth, Path directory) {}

  private final Corpus corpus;
  private final Peer peer;
  private final SearchWork searches;
  private final LoadWork load;
  private final AllocationWork allocation;
  private final Optional<WriteWork> writes;

  public Worker(Setup setup) throws IOException, InterruptedException {
    corpus = Corpus.open(setup.data(), setup.memories());
    peer = EngineKind.of(setup.engine()).open(corpus, setup.directory());
    searches = new SearchWork(peer, corpus, Truth.load(setup.truth()));
    load = new LoadWork(peer, corpus);
    allocation = new AllocationWork(peer, searches);
    writes =
        peer instanceof Peer.Updating updating
            ? Optional.of(new WriteWork(updating, corpus, searches))
            : Optional.empty();
  }

  public Answer run(Task task) throws IOException, InterruptedException {
    return switch (task.work()) {
      case LOAD -> load.load();
      case MEMORY -> load.memory();
      case REOPEN -> load.reopen();
      case VECTOR -> searches.vector(task);
      case HYBRID -> searches.hybrid(task);
      case FILTER -> searches.filter(task);
      case ALLOCATION -> allocation.allocation(task);
      case OPERATIONS -> writes().operations(task);
      case USERS -> writes().users(task);
      case MIXED -> writes().mixed(task);
    };
  }

  private WriteWork writes() {
    return writes.orElseThrow(() -> new UnsupportedOperationException("takes no single memories"));
  }

  @Override
  public void close() throws IOException {
    peer.close();
    corpus.close();
  }
}
