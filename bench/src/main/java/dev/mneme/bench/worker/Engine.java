package dev.mneme.bench.worker;

import dev.mneme.bench.work.Answer;
import dev.mneme.bench.work.Task;
import java.io.IOException;

/** An engine under measurement, wherever it runs. */
public interface Engine extends AutoCloseable {
  Answer run(Task task) throws IOException;

  @Override
  void close() throws IOException;
}
