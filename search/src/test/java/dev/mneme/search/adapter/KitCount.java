package dev.mneme.search.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Counts what a framework's kit runs, prints it, and fails where it is not as many as the kit has:
 * a kit that silently runs nothing must not look green. A kit is to be run as a whole class.
 */
public final class KitCount implements AfterEachCallback, TestWatcher, AfterAllCallback {
  private final String kit;
  private final int expectedRun;
  private final int expectedDisabled;
  private final AtomicInteger run = new AtomicInteger();
  private final AtomicInteger disabled = new AtomicInteger();

  public KitCount(String kit, int expectedRun, int expectedDisabled) {
    this.kit = kit;
    this.expectedRun = expectedRun;
    this.expectedDisabled = expectedDisabled;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    run.incrementAndGet();
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    disabled.incrementAndGet();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    System.out.printf("%s: %d tests run, %d disabled%n", kit, run.get(), disabled.get());
    assertThat(run).as("tests of %s that ran; run the whole class", kit).hasValue(expectedRun);
    assertThat(disabled).as("tests of %s that a hook disabled", kit).hasValue(expectedDisabled);
  }
}
