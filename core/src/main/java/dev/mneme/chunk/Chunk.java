package dev.mneme.chunk;

/**
 * A piece of a document that becomes one memory.
 *
 * @param index its number within the document, from 0
 * @param start index of its first char in the document
 * @param end index after its last char
 * @param text {@code document.substring(start, end)}; neither empty nor with white space at its
 *     ends
 * @param heading the headings above it, outermost first, as {@code Guide > Install}; empty where
 *     there is none
 */
public record Chunk(int index, int start, int end, String text, String heading) {}
