package dev.mneme.examples.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Gets the standard error back. The JVM prints a warning about the vector module before any code of
 * ours runs, and has no option against it; where one clear line is promised, that is one too many.
 * So the launcher starts the JVM with the real standard error as descriptor 3, and names it in
 * {@code mneme.stderr}; here it becomes descriptor 2 again, also for native code. That takes some
 * 40 ms, so it runs beside the rest, and who writes first waits for it.
 */
final class StandardError extends OutputStream {
  private static final String DESCRIPTOR = "mneme.stderr";
  private static final int STANDARD_ERROR = 2;

  private final Thread restorer;
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.err);

  private StandardError(Thread restorer) {
    this.restorer = restorer;
  }

  /** Makes {@link System#err} the real one, in UTF-8. */
  static PrintStream attach() {
    int descriptor = Integer.getInteger(DESCRIPTOR, STANDARD_ERROR);
    var restorer = Thread.ofPlatform().name("mneme-stderr").unstarted(() -> restore(descriptor));
    if (descriptor != STANDARD_ERROR) {
      restorer.start();
    }
    var stream = new PrintStream(new StandardError(restorer), true, StandardCharsets.UTF_8);
    System.setErr(stream);
    return stream;
  }

  private static void restore(int descriptor) {
    var linker = Linker.nativeLinker();
    var dup2 =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("dup2"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      var _ = (int) dup2.invokeExact(descriptor, STANDARD_ERROR);
    } catch (Throwable e) {
      throw new IllegalStateException("dup2 failed", e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    awaitRestored();
    out.write(bytes, offset, length);
  }

  private void awaitRestored() {
    boolean interrupted = false;
    while (restorer.isAlive()) {
      try {
        restorer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
