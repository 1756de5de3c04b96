package dev.mneme.core.filter;

/** The text grammar of filters. */
final class FilterParser {
  private FilterParser() {}

  static Filter parse(String text) {
    throw new IllegalStateException("contract only: " + text);
  }
}
