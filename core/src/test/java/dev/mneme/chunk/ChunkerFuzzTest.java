package dev.mneme.chunk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mneme.core.FuzzInput;

/** Any sequence of chars is a document: every char is in a chunk, no pair and no cluster is cut. */
class ChunkerFuzzTest {
  @FuzzTest
  void document(byte[] bytes) {
    var document = FuzzInput.text(bytes);
    int max = 16 + (bytes.length * 7) % 100;
    var options = new ChunkOptions(max, bytes.length % (max / 2 + 1));
    for (var format : DocumentFormat.values()) {
      ChunkerPropertyTest.check(document, options, format, "fuzzed");
    }
  }
}
