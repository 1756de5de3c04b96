package dev.mneme.bench.peers;

import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.data.Item;
import dev.mneme.memory.Memory;
import dev.mneme.core.storage.Storage;
import dev.mneme.core.vector.VectorKernels;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.VectorOptions;
import dev.mneme.index.vector.VectorScope;
import dev.mneme.index.vector.VectorView;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * This project's vector index alone: what hnswlib is to the other engines. Ordinals in, ordinals
 * out; the vectors of what is sealed are read from the data set's file, as the engine reads them
 * from its log.
 */
public final class MnemeVectorPeer implements Peer {
  private static final int BATCH = 8_192;

  private final Path directory;
  private final Arena arena = Arena.ofShared();
  private final VectorView view;
  private OrdinalBitmap all = OrdinalBitmap.empty();

  MnemeVectorPeer(Corpus corpus, Path directory) throws IOException {
    this.directory = directory;
    Storage.system().deleteTree(directory);
    MemorySegment rows;
    try (var channel = FileChannel.open(corpus.files().vectors())) {
      rows = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
    long bytes = corpus.files().rowBytes();
    this.view =
        VectorView.open(
            Storage.system(),
            directory,
            VectorOptions.defaults(),
            ordinal -> rows.asSlice(ordinal * bytes, bytes));
  }

  @Override
  public String settings() {
    return "defaults, one sealed segment, kernel "
        + VectorKernels.best().name()
        + "; vectors from the mapped file; ids only";
  }

  @Override
  public void load(Corpus corpus) throws InterruptedException {
    for (int from = 0; from < corpus.size(); from += BATCH) {
      int to = Math.min(corpus.size(), from + BATCH);
      view.apply(new CommitBatch(to, added(corpus.items(from, to)), new int[0]));
    }
    all = OrdinalBitmap.ofRange(0, corpus.size());
    view.awaitGraph();
  }

  private static List<CommitBatch.Added> added(List<Item> items) {
    return items.stream()
        .map(item -> new CommitBatch.Added(item.ordinal(), 0, item.ordinal(), memory(item)))
        .toList();
  }

  private static Memory memory(Item item) {
    return Memory.text(item.id()).id(item.id()).embedding(item.vector()).build();
  }

  @Override
  public int[] nearest(float[] query, int k, int ef) {
    return view.searchGraph(query, new VectorScope(all, Long.MAX_VALUE), k, ef).ordinals();
  }

  @Override
  public void close() throws IOException {
    view.close();
    arena.close();
    Storage.system().deleteTree(directory);
  }
}
