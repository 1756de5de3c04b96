package dev.mneme.index.text.query;

import java.io.IOException;
import org.apache.lucene.index.FilterLeafReader.FilterTermsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Goes through terms until a deadline. */
final class DeadlineTerms extends FilterTermsEnum {
  /** Between looks at the clock. */
  private static final int TERMS_A_STEP = 64;

  private final long deadlineNanos;
  private int left;

  private DeadlineTerms(TermsEnum terms, long deadlineNanos) {
    super(terms);
    this.deadlineNanos = deadlineNanos;
  }

  /** The terms themselves where there is no deadline. */
  static TermsEnum of(TermsEnum terms, long deadlineNanos) {
    return deadlineNanos == Long.MAX_VALUE ? terms : new DeadlineTerms(terms, deadlineNanos);
  }

  @Override
  public @Nullable BytesRef next() throws IOException {
    if (left-- == 0) {
      left = TERMS_A_STEP;
      if (System.nanoTime() - deadlineNanos >= 0) {
        throw new DeadlinePassedException();
      }
    }
    return in.next();
  }
}
