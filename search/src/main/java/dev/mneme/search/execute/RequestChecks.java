package dev.mneme.search.execute;

import dev.mneme.core.check.Require;

import dev.mneme.filter.Filter;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Limits;

/**
 * Refuses, before any work is done, what a request must not ask. What does not depend on limits the
 * request's own constructor checks.
 */
final class RequestChecks {
  private RequestChecks() {}

  /**
   * @param dimension of the store's vectors, or 0 while it has none
   * @throws InvalidRequestException naming the first limit that is broken
   */
  static void check(PreparedSearch prepared, int dimension, Limits limits) {
    var request = prepared.request();
    Require.that(
        request.limit() <= limits.maxLimit(),
        "limit %d is over the most, %d",
        request.limit(),
        limits.maxLimit());
    long window = (long) request.offset() + request.limit();
    Require.that(
        window <= limits.maxWindow(),
        "offset %d + limit %d is over the most, %d",
        request.offset(),
        request.limit(),
        limits.maxWindow());
    request.text().ifPresent(limits::checkQuery);
    Filter.check(request.filter(), limits);
    request
        .embedding()
        .ifPresent(
            embedding ->
                checkDimension(
                    embedding.dimension(), prepared.dimension().orElse(dimension), limits));
  }

  private static void checkDimension(int dimension, int expected, Limits limits) {
    limits.checkDimension(dimension);
    Require.that(
        expected == 0 || expected == dimension,
        "the query vector has %d dimensions, the store's vectors have %d",
        dimension,
        expected);
  }
}
