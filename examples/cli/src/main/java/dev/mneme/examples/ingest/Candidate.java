package dev.mneme.examples.ingest;

import dev.mneme.memory.Memory;

/**
 * A memory that may be in the store already.
 *
 * @param timeGiven else the time is a stand-in, and that of an equal memory in the store is as good
 */
record Candidate(Memory memory, boolean timeGiven) {}
