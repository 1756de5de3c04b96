package dev.mneme.index.attribute;

import dev.mneme.index.api.OrdinalBitmap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The union of many sets within a universe: single ordinals go to an array, bitmaps are united at
 * the end.
 */
final class OrdinalCollector {
  private final OrdinalBitmap universe;
  private final List<OrdinalBitmap> bitmaps = new ArrayList<>();
  private int[] ordinals = new int[32];
  private int count;

  OrdinalCollector(OrdinalBitmap universe) {
    this.universe = universe;
  }

  void add(int ordinal) {
    if (universe.contains(ordinal)) {
      if (count == ordinals.length) {
        ordinals = Arrays.copyOf(ordinals, 2 * count);
      }
      ordinals[count++] = ordinal;
    }
  }

  void add(Postings postings) {
    switch (postings) {
      case Postings.One(int ordinal) -> add(ordinal);
      case Postings.Few few -> few.forEach(this::add);
      case Postings.Many(OrdinalBitmap bitmap) -> bitmaps.add(bitmap);
    }
  }

  OrdinalBitmap result() {
    OrdinalBitmap few = OrdinalBitmap.of(ordinals, count);
    return bitmaps.isEmpty() ? few : OrdinalBitmap.union(bitmaps).and(universe).or(few);
  }
}
