package dev.mneme.examples.ingest.source;

/**
 * How directories are looked into.
 *
 * @param followLinks whether symbolic links below a directory are followed, out of it too
 * @param ignored whether what a {@code .gitignore} leaves out, {@code .git} and {@code
 *     node_modules} are taken all the same
 */
public record WalkOptions(boolean followLinks, boolean ignored) {
  public static WalkOptions defaults() {
    return new WalkOptions(false, false);
  }
}
