package dev.mneme.search.execute;

import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.storage.Storage;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.attribute.AttributeView;
import dev.mneme.index.store.Snapshot;
import dev.mneme.index.store.Store;
import dev.mneme.index.text.TextView;
import dev.mneme.index.time.TimeView;
import dev.mneme.index.vector.VectorOptions;
import dev.mneme.index.vector.VectorView;
import dev.mneme.memory.Language;
import dev.mneme.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The real views over memories that are kept in a list instead of a log. One namespace a name, no
 * expiry.
 */
final class ViewStore implements Store, AutoCloseable {
  final List<LogRecord.Put> puts = new ArrayList<>();
  private final List<String> namespaces = new ArrayList<>();
  private final TextView text;
  private final VectorView vector;
  private final TimeView time;
  private final AttributeView attributes;
  private OrdinalBitmap live = OrdinalBitmap.empty();

  ViewStore(Path directory) {
    text =
        TextView.open(
            Storage.system(),
            directory.resolve("text"),
            Language.STANDARD,
            (after, to) -> {
              throw new IllegalStateException("nothing is damaged, but the log is asked for");
            });
    vector =
        VectorView.open(
            Storage.system(),
            directory.resolve("vector"),
            VectorOptions.defaults(),
            ordinal ->
                MemorySegment.ofArray(
                    puts.get(ordinal).memory().embedding().orElseThrow().array()));
    time = TimeView.open(Storage.system(), directory.resolve("time"));
    attributes = AttributeView.open(Storage.system(), directory.resolve("attributes"));
  }

  void addAll(String namespace, List<Memory> memories) {
    if (!namespaces.contains(namespace)) {
      namespaces.add(namespace);
    }
    var added = new ArrayList<CommitBatch.Added>();
    for (var memory : memories) {
      int ordinal = puts.size();
      puts.add(
          new LogRecord.Put(ordinal, LogRecord.NONE, Instant.EPOCH, ordinal, namespace, memory));
      added.add(new CommitBatch.Added(ordinal, namespaces.indexOf(namespace), ordinal, memory));
    }
    var batch = new CommitBatch(puts.size() - 1, added, new int[0]);
    text.apply(batch);
    vector.apply(batch);
    time.apply(batch);
    attributes.apply(batch);
    live = OrdinalBitmap.of(IntStream.range(0, puts.size()).toArray());
  }

  @Override
  public Snapshot snapshot() {
    var now = live;
    long sequence = puts.size() - 1L;
    return new Snapshot() {
      @Override
      public long sequence() {
        return sequence;
      }

      @Override
      public OrdinalBitmap live() {
        return now;
      }

      @Override
      public OrdinalBitmap visible(int namespaceOrdinal) {
        return attributes.namespace(namespaceOrdinal).and(now);
      }

      @Override
      public OrdinalBitmap visibleEverywhere() {
        return now;
      }

      @SuppressWarnings({
        "MissingOverride",
        "UnusedMethod",
        "EffectivelyPrivate"
      }) // overrides once the contract has it
      public boolean isVisible(int ordinal) {
        return now.contains(ordinal);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public TextView text() {
    return text;
  }

  @Override
  public VectorView vector() {
    return vector;
  }

  @Override
  public TimeView time() {
    return time;
  }

  @Override
  public AttributeView attributes() {
    return attributes;
  }

  @Override
  public OptionalInt namespaceOrdinal(String namespace) {
    int index = namespaces.indexOf(namespace);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  @Override
  public LogRecord.Put fetch(int ordinal) {
    return puts.get(ordinal);
  }

  @Override
  public void close() {
    text.close();
    vector.close();
    time.close();
    attributes.close();
  }
}
