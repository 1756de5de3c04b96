package dev.mneme.bench.data;

import dev.mneme.core.vector.VectorKernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The first {@code size} memories of a data set and its queries. Every call makes new objects, so
 * that what an engine keeps is all its own and shows in its heap. Thread-safe.
 *
 * <p>Each memory has two attributes to filter by, each a permutation of 0 to {@code size - 1}:
 * {@link #random}, independent of everything, and {@link #near}, its rank by closeness to the first
 * query, 0 the closest.
 */
public final class Corpus implements AutoCloseable {
  private final DataFiles files;
  private final int size;
  private final int rows;
  private final FileChannel vectors;
  private final byte[] texts;
  private final int[] textEnds;
  private final int[] random;
  private final int[] near;

  private Corpus(DataFiles files, int size) throws IOException {
    this.files = files;
    this.size = size;
    this.rows = files.rows();
    if (size > rows - files.queries()) {
      throw new IllegalArgumentException(
          files.name() + " has " + (rows - files.queries()) + " memories, not " + size);
    }
    this.vectors = FileChannel.open(files.vectors());
    this.texts = Files.readAllBytes(files.texts());
    this.textEnds = IntStream.range(0, texts.length).filter(i -> texts[i] == '\n').toArray();
    this.random = shuffled(size);
    this.near = ranksByCloseness(queryVector(0));
  }

  public static Corpus open(DataFiles files, int size) throws IOException {
    return new Corpus(files, size);
  }

  public DataFiles files() {
    return files;
  }

  /** How many memories are to be indexed. */
  public int size() {
    return size;
  }

  public int dimension() {
    return files.dimension();
  }

  public int queries() {
    return files.queries();
  }

  /** The id of a memory. */
  public static String id(int ordinal) {
    return Integer.toString(ordinal);
  }

  /** What {@link #id} came from. */
  public static int ordinal(String id) {
    return Integer.parseInt(id);
  }

  public String text(int row) {
    int start = row == 0 ? 0 : textEnds[row - 1] + 1;
    return new String(texts, start, textEnds[row] - start, StandardCharsets.UTF_8);
  }

  public float[] vector(int row) {
    var bytes = ByteBuffer.allocate(files.rowBytes()).order(ByteOrder.LITTLE_ENDIAN);
    try {
      vectors.read(bytes, (long) row * files.rowBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(files.vectors() + ", row " + row, e);
    }
    var vector = new float[files.dimension()];
    bytes.flip().asFloatBuffer().get(vector);
    return vector;
  }

  int random(int ordinal) {
    return random[ordinal % size];
  }

  int near(int ordinal) {
    return near[ordinal % size];
  }

  /**
   * A memory. Ordinals from {@link #size} on are memories to add: first the rest of the set, then
   * all of it again.
   */
  public Item item(int ordinal) {
    int row = ordinal % (rows - files.queries());
    return new Item(ordinal, text(row), vector(row), random(ordinal), near(ordinal));
  }

  /** Some memories in a row. */
  public List<Item> items(int from, int to) {
    return IntStream.range(from, to).mapToObj(this::item).toList();
  }

  public String queryText(int query) {
    return text(rows - files.queries() + query);
  }

  public float[] queryVector(int query) {
    return vector(rows - files.queries() + query);
  }

  /** All rows as they are in the file. */
  MemorySegment map(Arena arena) throws IOException {
    return vectors.map(FileChannel.MapMode.READ_ONLY, 0, vectors.size(), arena);
  }

  /** All vectors on the heap. */
  public float[][] matrix() {
    return IntStream.range(0, size).mapToObj(this::vector).toArray(float[][]::new);
  }

  private static int[] shuffled(int size) {
    var values = Arrays.asList(IntStream.range(0, size).boxed().toArray(Integer[]::new));
    Collections.shuffle(values, new Random(7));
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Exact sums, so that every JVM finds the same order. */
  private int[] ranksByCloseness(float[] centre) {
    var kernels = VectorKernels.best();
    var closeness = new double[size];
    Arrays.setAll(closeness, i -> kernels.exactDot(centre, vector(i)));
    var order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -closeness[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    var ranks = new int[size];
    for (int rank = 0; rank < size; rank++) {
      ranks[order[rank]] = rank;
    }
    return ranks;
  }

  @Override
  public void close() throws IOException {
    vectors.close();
  }
}
