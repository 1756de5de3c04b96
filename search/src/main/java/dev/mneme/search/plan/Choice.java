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
    int chosen = 0;
    for (int i = 1; i < ways.length; i++) {
      chosen = ways[i].micros() < ways[chosen].micros() ? i : chosen;
    }
    var rejected = new ArrayList<PricedWay>(ways.length - 1);
    for (int i = 0; i < ways.length; i++) {
      if (i != chosen) {
        rejected.add(ways[i]);
      }
    }
    return new Choice(ways[chosen], rejected);
  }

  static Choice skip(String reason) {
    return new Choice(new PricedWay(new Way.Skip(), 0, 0, reason), List.of());
  }
}
