package dev.mneme.search.execute;

import dev.mneme.core.filter.FilterLimits;
import dev.mneme.core.model.InvalidRequest;
import dev.mneme.core.model.Limits;
import java.util.OptionalInt;

/** Refuses, before any work is done, what a request must not ask. What does not depend on limits the request's own constructor checks. */
final class RequestChecks {
  private RequestChecks() {}

  /**
   * @throws InvalidRequest naming the first limit that is broken
   */
  static void check(PreparedSearch prepared, Limits limits) {
    var request = prepared.request();
    InvalidRequest.require(
        request.limit() <= limits.maxLimit(), "limit %d is over the most, %d", request.limit(), limits.maxLimit());
    long window = (long) request.offset() + request.limit();
    InvalidRequest.require(
        window <= limits.maxWindow(),
        "offset %d + limit %d is over the most, %d",
        request.offset(),
        request.limit(),
        limits.maxWindow());
    request.text().ifPresent(limits::checkQuery);
    FilterLimits.check(request.filter(), limits);
    request.embedding().ifPresent(embedding -> checkDimension(embedding.dimension(), prepared.dimension(), limits));
  }

  private static void checkDimension(int dimension, OptionalInt expected, Limits limits) {
    limits.checkDimension(dimension);
    InvalidRequest.require(
        expected.isEmpty() || expected.getAsInt() == dimension,
        "the query vector has %d dimensions, the store's vectors have %d",
        dimension,
        expected.orElse(0));
  }
}
