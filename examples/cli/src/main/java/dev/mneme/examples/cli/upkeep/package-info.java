/**
 * Which commands keep a store whole?
 *
 * <p>Way in: {@link VerifyCommand}, {@link SalvageCommand}; each command is a class. Threads: one.
 * On disk: copies, and files of JSON lines ({@link ExportFile}). Not here: the check itself, which
 * is the engine's.
 */
@NullMarked
package dev.mneme.examples.cli.upkeep;

import org.jspecify.annotations.NullMarked;
