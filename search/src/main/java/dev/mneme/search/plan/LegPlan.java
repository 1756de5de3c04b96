package dev.mneme.search.plan;

import dev.mneme.request.Leg;

/**
 * How one leg is run.
 *
 * @param weight in the fusion, more than 0
 * @param depth how many hits it is asked for
 */
public record LegPlan(Leg leg, double weight, int depth, Choice choice) {
  public Way way() {
    return choice.chosen().way();
  }

  public double micros() {
    return choice.chosen().micros();
  }
}
