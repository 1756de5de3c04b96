package dev.mneme.search.execute;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.search.plan.Choice;
import java.util.Optional;

/**
 * The memories that pass namespace, filter and time.
 *
 * @param allowed a shared set where nothing restricts the scope
 * @param range how the time range was applied, where that took work
 * @param rangeMicros what that took
 */
record CandidateSet(OrdinalBitmap allowed, Optional<Choice> range, double rangeMicros) {
  static CandidateSet of(OrdinalBitmap allowed) {
    return new CandidateSet(allowed, Optional.empty(), 0);
  }
}
