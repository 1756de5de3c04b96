package dev.mneme.search.engine;

import dev.mneme.core.storage.MappedReads;
import dev.mneme.core.storage.Storage;
import dev.mneme.core.vector.BitQuery;
import dev.mneme.core.vector.CodeKernels;
import dev.mneme.core.vector.CodeRecord;
import dev.mneme.core.vector.CodeTable;
import dev.mneme.core.vector.VectorKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** The kernels, each alone, over a mapped file that is cut. */
final class LostPagesKernels {
  private LostPagesKernels() {}

  static void run(Path scratch) throws IOException {
    var file = scratch.resolve("mapped");
    int dimension = 384;
    int rows = 2_048;
    int stride = dimension * Float.BYTES;
    var query = new float[dimension];
    query[0] = 1;
    var bits = bits(dimension);
    var nodes = IntStream.range(0, 32).toArray();
    var estimates = new float[nodes.length];
    for (int number = 0; number < 4; number++) {
      Files.write(file, new byte[rows * stride + 64]);
      var bytes = Storage.system().map(file, Files.size(file));
      var record = new CodeRecord(stride, 0, dimension / Long.SIZE, stride - 8, stride - 4);
      var table = new CodeTable(bytes, 0, record);
      var row = new int[1];
      LongSupplier kernel =
          switch (number) {
            case 0 -> () -> (long) VectorKernels.best().dot(query, bytes, at(row, stride));
            case 1 ->
                () -> (long) VectorKernels.best().squaredDistance(query, bytes, at(row, stride));
            case 2 -> () -> CodeKernels.best().dot(bits, table, row[0]);
            default ->
                () -> {
                  for (int i = 0; i < nodes.length; i++) {
                    nodes[i] = (row[0] + i) % rows;
                  }
                  return CodeKernels.best().estimate(bits, table, nodes, nodes.length, estimates);
                };
          };
      long sum = 0;
      for (int i = 0; i < 60 * rows; i++) {
        row[0] = i % rows;
        sum += kernel.getAsLong();
      }
      LostPagesChild.cut(file, (long) rows * stride / 2);
      int caught = 0;
      for (row[0] = rows / 2 + 8; row[0] < rows; row[0]++) {
        try {
          sum += kernel.getAsLong();
          MappedReads.settle();
        } catch (InternalError lost) {
          caught++;
        }
      }
      int expected = rows - rows / 2 - 8;
      LostPagesChild.say("kernel " + number, caught == expected ? "" : caught + " caught, " + sum);
    }
  }

  private static long at(int[] row, int stride) {
    return (long) row[0] * stride;
  }

  private static BitQuery bits(int dimension) {
    var query = new BitQuery(dimension, 1);
    var point = new float[dimension];
    new Random(1).ints(dimension).forEach(value -> point[(value >>> 1) % dimension] += value);
    query.set(point);
    return query;
  }
}
