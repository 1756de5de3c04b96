package dev.mneme.search.fuse;

import java.util.Arrays;
import java.util.List;

/**
 * The union of the legs' lists: every ordinal once, with its position in every list. Immutable;
 * made in O(sum of the lists' sizes) with an open-addressed table of ints, so that nothing is boxed
 * per candidate.
 *
 * <p>A candidate is named by its slot, 0 to {@link #size} - 1, in order of first sight.
 */
public final class Candidates {
  private static final int EMPTY = -1;

  private final List<WeightedList> lists;
  private final int[] ordinals;
  private final int size;

  /**
   * 1-based positions, one row of {@code lists.size()} entries a slot; 0 where the list lacks the
   * ordinal.
   */
  private final int[] positions;

  /** By list and index. */
  private final int[][] ranks;

  private Candidates(List<WeightedList> lists, int[] ordinals, int size, int[] positions) {
    this.lists = lists;
    this.ordinals = ordinals;
    this.size = size;
    this.positions = positions;
    this.ranks = new int[lists.size()][];
    Arrays.setAll(ranks, list -> ranks(lists.get(list).ranked().scores()));
  }

  public static Candidates of(List<WeightedList> lists) {
    int total = 0;
    for (var list : lists) {
      total += list.ranked().size();
    }
    int width = lists.size();
    var ordinals = new int[total];
    var positions = new int[total * width];
    var table = new int[tableSize(total)];
    Arrays.fill(table, EMPTY);
    int size = 0;
    for (int leg = 0; leg < width; leg++) {
      int[] ranked = lists.get(leg).ranked().ordinals();
      for (int i = 0; i < ranked.length; i++) {
        int entry = find(table, ordinals, ranked[i]);
        if (table[entry] == EMPTY) {
          table[entry] = size;
          ordinals[size++] = ranked[i];
        }
        positions[table[entry] * width + leg] = i + 1;
      }
    }
    return new Candidates(List.copyOf(lists), ordinals, size, positions);
  }

  private static int tableSize(int total) {
    return Integer.highestOneBit(Math.max(4, total)) << 2;
  }

  /** The entry that holds the ordinal's slot, or the empty one where it belongs. */
  private static int find(int[] table, int[] ordinals, int ordinal) {
    int mask = table.length - 1;
    int hash = ordinal * 0x9E3779B9;
    int entry = (hash ^ (hash >>> 16)) & mask;
    while (table[entry] != EMPTY && ordinals[table[entry]] != ordinal) {
      entry = (entry + 1) & mask;
    }
    return entry;
  }

  public int size() {
    return size;
  }

  public int ordinal(int slot) {
    return ordinals[slot];
  }

  public List<WeightedList> lists() {
    return lists;
  }

  /** The 1-based position of a candidate in a list, or 0. */
  public int position(int slot, int list) {
    return positions[slot * lists.size() + list];
  }

  /** The smallest position over all lists. */
  public int bestPosition(int slot) {
    int best = Integer.MAX_VALUE;
    for (int list = 0; list < lists.size(); list++) {
      int position = position(slot, list);
      if (position > 0 && position < best) {
        best = position;
      }
    }
    return best;
  }

  /**
   * The 1-based rank of a candidate in a list, or 0. Equal raw scores share the rank of the first
   * of them ("1, 2, 2, 4"), so that a tie stays one and is broken by time and id, not by the order
   * in which a leg happened to list it.
   */
  public int rank(int slot, int list) {
    int position = position(slot, list);
    return position == 0 ? 0 : rankAt(list, position);
  }

  /** The rank of what a list holds at a 1-based position. */
  int rankAt(int list, int position) {
    return ranks[list][position - 1];
  }

  private static int[] ranks(float[] scores) {
    var ranks = new int[scores.length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = i > 0 && scores[i] == scores[i - 1] ? ranks[i - 1] : i + 1;
    }
    return ranks;
  }

  /** The raw score of a candidate in a list that holds it. */
  public float rawScore(int slot, int list) {
    return lists.get(list).ranked().scores()[position(slot, list) - 1];
  }
}
