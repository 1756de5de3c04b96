package dev.mneme.search.plan;

import java.util.ArrayList;
import java.util.List;

/** The cheapest way, and those that were turned down. */
public record Choice(PricedWay chosen, List<PricedWay> rejected) {
  public Choice {
    rejected = List.copyOf(rejected);
  }

  /** The one with the fewest microseconds; of equals the first. */
  static Choice cheapest(PricedWay... ways) {
    var chosen = ways[0];
    for (var way : ways) {
      if (way.micros() < chosen.micros()) {
        chosen = way;
      }
    }
    var rejected = new ArrayList<PricedWay>(ways.length - 1);
    for (var way : ways) {
      if (way != chosen) {
        rejected.add(way);
      }
    }
    return new Choice(chosen, rejected);
  }

  static Choice skip(String reason) {
    return new Choice(new PricedWay(new Way.Skip(), 0, 0, reason), List.of());
  }
}
