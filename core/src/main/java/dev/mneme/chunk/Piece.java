package dev.mneme.chunk;

/**
 * A part of a block that fits into a chunk and is never cut.
 *
 * @param start its first char, which is not white space
 * @param end after its last char, which is not white space
 * @param beginsBlock whether a chunk had better begin here than at the next piece
 * @param repeatable whether it may be the overlap of the next chunk: sentences may, code and halves
 *     of sentences may not
 */
record Piece(int start, int end, boolean beginsBlock, boolean repeatable) {}
