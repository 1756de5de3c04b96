package dev.mneme.index.text.lucene;

import dev.mneme.core.jvm.Uninterruptibly;
import dev.mneme.core.storage.MappedReads;
import dev.mneme.error.ClosedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Hands out the generation to search on, refreshed when a search needs more than it holds. One
 * thread of its own refreshes, because a refresh writes files and an interrupt of a caller's thread
 * in the midst of that would end the writer; callers wait for it, and those that come while it runs
 * share its result. Thread-safe.
 */
public final class Readers {
  private final LuceneIndex index;
  private final ExecutorService refresher =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("mneme-text-refresh").factory());
  private volatile Generation current;
  private volatile boolean closed;

  public Readers(LuceneIndex index) throws IOException {
    this.index = index;
    this.current = index.open();
  }

  /**
   * The current generation, which holds everything up to the sequence. The caller releases it.
   *
   * @throws ClosedException after {@link #close}
   */
  public Generation acquire(long sequence) {
    long needed = index.needed(sequence);
    if (current.sequence() < needed) {
      refresh(needed);
    }
    while (true) {
      Generation generation = current;
      if (closed) {
        throw new ClosedException("the text view");
      }
      if (generation.acquire()) {
        return generation;
      }
    }
  }

  /** How many documents the current generation holds that are not marked as deleted. */
  public long documents() {
    return current.reader().numDocs();
  }

  private void refresh(long needed) {
    Future<?> done;
    try {
      done = refresher.submit(() -> refreshIfBehind(needed));
    } catch (RejectedExecutionException e) {
      throw new ClosedException("the text view");
    }
    try {
      Uninterruptibly.await(done::get);
    } catch (ExecutionException e) {
      if (closed) {
        throw new ClosedException("the text view");
      }
      throw index.failure("cannot refresh the text index", e);
    }
  }

  private void refreshIfBehind(long needed) {
    Generation old = current;
    if (old.sequence() >= needed) {
      return;
    }
    try {
      var newer = index.refresh(old);
      MappedReads.settle();
      current = newer;
      old.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Searches that run end undisturbed; new ones are refused. */
  public void close() {
    closed = true;
    refresher.close();
    try {
      current.release();
    } catch (IOException e) {
      throw index.failure("cannot close the reader of the text index", e);
    }
  }
}
