package dev.mneme.core.ids;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What Chronicle Map would print or send when it starts, kept back: a banner, statistics about its
 * use, timings, a warning about a Java 8 flag. It can only be told so by system properties and a
 * logger's level, which are the host's: they are set while a map is opened, where the host has not
 * set them, and then are as they were. One start at a time.
 */
final class QuietStart implements AutoCloseable {
  private static final List<String> PROPERTIES =
      List.of("chronicle.announcer.disable", "chronicle.analytics.disable", "disable.perf.info");

  private static final String CLEANER =
      "net.openhft.chronicle.core.internal.cleaner.ReflectionBasedByteBufferCleanerService";

  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private final List<String> set = new ArrayList<>();
  private final Logger cleaner = Logger.getLogger(CLEANER);
  private final boolean levelSet = cleaner.getLevel() == null;

  private QuietStart() {}

  static QuietStart begin() {
    ONE_AT_A_TIME.lock();
    try {
      var start = new QuietStart();
      start.silence();
      return start;
    } catch (RuntimeException | Error e) {
      ONE_AT_A_TIME.unlock();
      throw e;
    }
  }

  private void silence() {
    for (var property : PROPERTIES) {
      if (System.getProperty(property) == null) {
        set.add(property);
        System.setProperty(property, "true");
      }
    }
    if (levelSet) {
      cleaner.setLevel(Level.OFF);
    }
  }

  @Override
  public void close() {
    try {
      set.forEach(System::clearProperty);
      if (levelSet) {
        cleaner.setLevel(null);
      }
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }
}
