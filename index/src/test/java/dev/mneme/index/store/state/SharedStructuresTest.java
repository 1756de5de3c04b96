package dev.mneme.index.store.state;

import dev.mneme.index.api.OrdinalBitmap;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What the committer and readers share without a lock, in the interleavings that Lincheck tries:
 * one writer, any readers.
 */
@Isolated("Lincheck rewrites classes of the whole JVM")
class SharedStructuresTest {
  private static final int ITERATIONS = 6;

  /** Two ordinals of one page, and one that makes the table grow. */
  @Param(name = "ordinal", gen = IntGen.class, conf = "0:2")
  public static class SharedPositions {
    private final PositionTable table = new PositionTable();
    private long position;

    @Operation(nonParallelGroup = "writer")
    public void set(@Param(name = "ordinal") int ordinal) {
      table.set(ordinal * 10_000, position++);
    }

    @Operation
    public long get(@Param(name = "ordinal") int ordinal) {
      return table.get(ordinal * 10_000);
    }
  }

  @Param(name = "name", gen = IntGen.class, conf = "0:2")
  public static class SharedNamespaces {
    private final NamespaceTable table = new NamespaceTable(List.of());

    @Operation(nonParallelGroup = "writer")
    public int intern(@Param(name = "name") int name) {
      return table.intern("n" + name);
    }

    @Operation
    public int ordinal(@Param(name = "name") int name) {
      return table.ordinal("n" + name).orElse(-1);
    }

    @Operation
    public List<String> names() {
      return table.names();
    }
  }

  /** Once the last reference is gone nobody gets one. */
  public static class SharedState {
    private final PublishedState state = new PublishedState(0, 0, OrdinalBitmap.empty());
    private boolean superseded;

    @Operation(nonParallelGroup = "writer")
    public void supersede() {
      if (!superseded) {
        superseded = true;
        state.release();
      }
    }

    @Operation
    public boolean retain() {
      return state.retain();
    }

    @Operation
    public boolean isReleased() {
      return state.isReleased();
    }
  }

  @Test
  void structuresOfOneWriterAndReaders_areLinearizable() {
    check(ITERATIONS);
  }

  @Test
  @Tag("soak")
  void structuresOfOneWriterAndReaders_areLinearizableInMoreInterleavings() {
    check(10 * ITERATIONS);
  }

  private static void check(int iterations) {
    for (var structure :
        List.of(SharedPositions.class, SharedNamespaces.class, SharedState.class)) {
      new ModelCheckingOptions()
          .iterations(iterations)
          .invocationsPerIteration(200)
          .threads(2)
          .actorsPerThread(3)
          .check(structure);
    }
  }
}
