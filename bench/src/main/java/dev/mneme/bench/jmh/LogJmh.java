package dev.mneme.bench.jmh;

import dev.mneme.core.log.LogOptions;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.memory.Memory;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Appending a memory of 384 dimensions to the log, without fsync; a new log every iteration. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LogJmh {
  private Optional<Memory> memory = Optional.empty();
  private Optional<Path> directory = Optional.empty();
  private Optional<MemoryLog> log = Optional.empty();

  @Setup(Level.Iteration)
  public void open() throws IOException {
    var random = new SplittableRandom(3);
    var vector = new float[384];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    memory =
        Optional.of(
            Memory.text("a large natural stream of water, larger than a creek")
                .id("river")
                .time(Instant.EPOCH)
                .attribute("topic", "nature")
                .embedding(vector)
                .build());
    var work = Path.of(System.getProperty("mneme.bench.work", "bench/target/work"));
    Files.createDirectories(work);
    var made = Files.createTempDirectory(work, "log-jmh");
    directory = Optional.of(made);
    log = Optional.of(MemoryLog.open(Storage.system(), made, LogOptions.defaults()));
  }

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    log.ifPresent(MemoryLog::close);
    if (directory.isPresent()) {
      Storage.system().deleteTree(directory.get());
    }
  }

  @Benchmark
  public long[] append() {
    var opened = log.orElseThrow();
    return opened.append(
        List.of(
            new LogRecord.Put(
                opened.lastSequence() + 1,
                LogRecord.NONE,
                Instant.EPOCH,
                opened.lastOrdinal() + 1,
                "default",
                memory.orElseThrow())));
  }
}
