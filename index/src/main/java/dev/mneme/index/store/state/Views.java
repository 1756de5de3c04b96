package dev.mneme.index.store.state;

import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.View;
import dev.mneme.index.attribute.AttributeView;
import dev.mneme.index.text.TextView;
import dev.mneme.index.time.TimeView;
import dev.mneme.index.vector.VectorView;
import java.util.List;
import java.util.Optional;

/** The four views of a store, in the order in which changes reach them. */
public record Views(AttributeView attributes, TimeView time, TextView text, VectorView vector)
    implements AutoCloseable {

  public List<View> all() {
    return List.of(attributes, time, text, vector);
  }

  public void apply(CommitBatch batch) {
    all().forEach(view -> view.apply(batch));
  }

  public void reclaim(OrdinalBitmap dead) {
    all().forEach(view -> view.reclaim(dead));
  }

  public void checkpoint(LogPoint point) {
    all().forEach(view -> view.checkpoint(point));
  }

  /** Why one of them can take no more changes. */
  Optional<Throwable> failure() {
    var failure = text.failure();
    return failure.isPresent() ? failure : vector.failure();
  }

  @Override
  public void close() {
    try (attributes;
        time;
        text) {
      vector.close();
    }
  }
}
