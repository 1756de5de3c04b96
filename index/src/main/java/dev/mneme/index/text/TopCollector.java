package dev.mneme.index.text;

import java.io.IOException;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;

/**
 * Offers the hits of one segment and tells the scorer what can still compete. Segments are searched
 * from the newest to the oldest: then a tie with a hit of a newer segment is lost and can be
 * skipped, while within a segment a later document wins it.
 */
final class TopCollector implements LeafCollector {
  private final TopOrdinals top;
  private final Segment segment;
  private Scorable scorer = NO_SCORER;

  private static final Scorable NO_SCORER =
      new Scorable() {
        @Override
        public float score() {
          throw new IllegalStateException("no scorer was set");
        }
      };

  TopCollector(TopOrdinals top, Segment segment) {
    this.top = top;
    this.segment = segment;
  }

  @Override
  public void setScorer(Scorable newScorer) throws IOException {
    scorer = newScorer;
    raiseBar();
  }

  @Override
  public void collect(int doc) throws IOException {
    if (top.offer(segment.ordinal(doc), scorer.score())) {
      raiseBar();
    }
  }

  private void raiseBar() throws IOException {
    if (top.isFull()) {
      float worst = top.worstScore();
      scorer.setMinCompetitiveScore(
          top.worstOrdinal() > segment.last() ? Math.nextUp(worst) : worst);
    }
  }
}
