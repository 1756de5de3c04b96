package dev.mneme.index.text;

/** A character range of a text, {@code [start, end)}. */
public record TextSpan(int start, int end) {}
