package dev.mneme.bench.peers;

import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.data.Item;
import dev.mneme.bench.data.Range;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * An engine under measurement. What only some engines can do is in the interfaces nested here.
 * Searches are thread-safe.
 */
public interface Peer extends AutoCloseable {

  /** How the engine is set up, in a line for the report. */
  String settings();

  /** Takes the whole corpus in; on return all of it is searchable at full speed. */
  void load(Corpus corpus) throws IOException, InterruptedException;

  /** Ordinals of the nearest memories, best first. */
  int[] nearest(float[] query, int k, int ef) throws IOException;

  @Override
  void close() throws IOException;

  /** Searches among the memories that match a filter. */
  interface Filtering extends Peer {
    int[] nearest(float[] query, int k, int ef, Range range) throws IOException;
  }

  /** Can tell its search of vectors from what it does around it. */
  interface LegTimed extends Peer {
    /** How long the vector leg of a search took by itself, in microseconds. */
    double legMicros(float[] query, int k, int ef);
  }

  /** Knows words too. */
  interface Hybrid extends Peer {
    /** The best by words and by meaning, fused, texts fetched. */
    List<Found> hybrid(String text, float[] query, int k) throws IOException;

    /** The best by words, texts fetched. */
    List<Found> words(String text, int k) throws IOException;
  }

  /** A memory found, with its text. */
  record Found(int ordinal, String text) {}

  /** Takes memories in one by one. */
  interface Updating extends Peer {
    /** On return the memory is found by searches. */
    void add(Item item) throws IOException;

    /** On return the memories are found by searches. */
    void addAll(List<Item> items) throws IOException;

    /** The text of a memory. */
    Optional<String> get(String id) throws IOException;

    /** Whether {@link #add} survives a loss of power once it has returned. */
    boolean durable();
  }

  /** Keeps its data on disk. */
  interface Persistent extends Peer {
    /** Closes, and opens again what is on disk, until searches answer. */
    void reopen() throws IOException, InterruptedException;

    /** On return the memory is found by searches and survives a loss of power. */
    void addDurably(Item item) throws IOException;

    long diskBytes() throws IOException;
  }
}
