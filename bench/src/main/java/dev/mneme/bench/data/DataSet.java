package dev.mneme.bench.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;

/** The data sets that can be measured on, by the names that command lines use. */
public enum DataSet {
  WORDNET,
  WORDS,
  CLUSTERS;

  /** The neighbours of word vectors, or among a million, are harder to find than usual. */
  private static final List<Integer> WIDE =
      List.of(40, 80, 120, 160, 200, 240, 300, 350, 400, 550, 700, 1_000, 1_400);

  /**
   * The files of the set, made where they are missing.
   *
   * @param work directory of all sets
   * @param memories how many to make, where that can be chosen
   */
  public DataFiles files(Path work, int memories) throws IOException {
    return switch (this) {
      case WORDNET -> WordNet.files(work.resolve("wordnet"));
      case WORDS -> Words.files(work.resolve("words"));
      case CLUSTERS -> {
        try (var bar = new ProgressBar("making clusters", memories)) {
          yield Clusters.files(work.resolve("clusters"), memories, bar::stepTo);
        }
      }
    };
  }

  /** Depths of search to sweep for all engines; empty for what each sweeps by itself. */
  public List<Integer> efs() {
    return this == WORDNET ? List.of() : WIDE;
  }
}
