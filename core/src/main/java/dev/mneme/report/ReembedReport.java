package dev.mneme.report;

/**
 * What {@code Namespace.reembed} did.
 *
 * @param embedded memories that got a vector
 * @param changed memories that somebody changed or deleted meanwhile, which were left as they are
 */
public record ReembedReport(long embedded, long changed) {
  /** Memories in one batch, where nothing else is said. */
  public static final int BATCH = 64;

  /** Both together. */
  public ReembedReport plus(ReembedReport other) {
    return new ReembedReport(embedded + other.embedded, changed + other.changed);
  }
}
