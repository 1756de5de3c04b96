package dev.mneme.index.text;

import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.text.lucene.TextSegment;
import java.io.IOException;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;

/**
 * Offers the hits of one segment and tells the scorer what can still compete: whatever scores no
 * less than the worst does, because a tie is not decided by where a document lies.
 */
final class BestCollector implements LeafCollector {
  private final BestOrdinals best;
  private final TextSegment segment;
  private Scorable scorer = NO_SCORER;

  private static final Scorable NO_SCORER =
      new Scorable() {
        @Override
        public float score() {
          throw new IllegalStateException("no scorer was set");
        }
      };

  BestCollector(BestOrdinals best, TextSegment segment) {
    this.best = best;
    this.segment = segment;
  }

  @Override
  public void setScorer(Scorable newScorer) throws IOException {
    scorer = newScorer;
    raiseBar();
  }

  @Override
  public void collect(int doc) throws IOException {
    if (best.offer(scorer.score(), segment.ordinal(doc))) {
      raiseBar();
    }
  }

  private void raiseBar() throws IOException {
    if (best.isFull()) {
      scorer.setMinCompetitiveScore(best.worst());
    }
  }
}
