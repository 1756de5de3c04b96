package dev.mneme.core.ids;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** One writer and readers of the on-heap id table, in the interleavings that Lincheck tries. */
@Isolated("Lincheck rewrites classes of the whole JVM")
class HeapTableLinearizabilityTest {
  private static final int ITERATIONS = 10;

  /** What is checked: few ids, so that slots are removed and taken again. */
  @Param(name = "id", gen = IntGen.class, conf = "0:2")
  public static class SharedTable {
    private final HeapTable table = new HeapTable(1, 42);
    private int nextOrdinal = 10;

    @Operation(nonParallelGroup = "writer")
    public int put(@Param(name = "id") int id) {
      return table.put(key(id), nextOrdinal++);
    }

    @Operation(nonParallelGroup = "writer")
    public int remove(@Param(name = "id") int id) {
      return table.remove(key(id));
    }

    @Operation
    public int get(@Param(name = "id") int id) {
      return table.get(key(id));
    }

    private static byte[] key(int id) {
      return new byte[] {(byte) id};
    }
  }

  @Test
  void readersAndAWriter_areLinearizable() {
    check(ITERATIONS);
  }

  @Test
  @Tag("soak")
  void readersAndAWriter_areLinearizableInMoreInterleavings() {
    check(10 * ITERATIONS);
  }

  private static void check(int iterations) {
    new ModelCheckingOptions()
        .iterations(iterations)
        .invocationsPerIteration(300)
        .threads(2)
        .actorsPerThread(3)
        .check(SharedTable.class);
  }
}
