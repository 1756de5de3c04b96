/**
 * How is a store brought up to its log, checked, and saved when it is damaged?
 *
 * <p>Way in: {@link StoreRecovery} at open, {@link StoreVerifier} for an open store, {@link
 * StoreCheck} for a closed one, {@link StoreSalvage} for a damaged one. Threads: one at a time. On
 * disk: recovery drops views that are of no use; a check writes nothing in the store; a salvage
 * writes a new one. Not here: damage within the log ({@code core.log}).
 */
@NullMarked
package dev.mneme.index.store.repair;

import org.jspecify.annotations.NullMarked;
