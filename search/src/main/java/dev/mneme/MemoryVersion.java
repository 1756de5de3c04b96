package dev.mneme;

import dev.mneme.memory.Memory;
import java.time.Instant;
import java.util.Optional;

/**
 * One step in a memory's history.
 *
 * @param memory empty for a deletion
 */
public record MemoryVersion(long sequence, Instant written, Optional<Memory> memory) {}
