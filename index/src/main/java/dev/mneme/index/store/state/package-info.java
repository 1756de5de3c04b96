/**
 * What does an open store consist of, and what do its readers see of it?
 *
 * <p>Way in: {@link OpenStore}; {@link Publication} for the state that readers take. Threads: the
 * committer changes it, any thread reads; each class says which part is for whom. On disk: {@code
 * store.properties} ({@link StoreProperties}) and {@code views/catalog} ({@link CatalogFile}). Not
 * here: who changes it ({@code commit}, {@code maintain}), the log ({@link
 * dev.mneme.core.log.MemoryLog}), the id map ({@link dev.mneme.core.ids.IdMap}), the views.
 */
@NullMarked
package dev.mneme.index.store.state;

import org.jspecify.annotations.NullMarked;
