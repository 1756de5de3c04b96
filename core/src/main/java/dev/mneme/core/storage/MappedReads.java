package dev.mneme.core.storage;

/**
 * Reads of mapped files whose pages may be gone: the file was cut, or its disk cannot read a
 * sector. The JVM reports that as an {@link InternalError}. A copy reports it at once; a plain read
 * goes on with any value, and the error comes a little later, perhaps in another method, which is
 * when the thread next asks whether the JVM wants something of it. So whoever wants to catch it
 * calls {@link #settle} before it leaves its {@code try}, and does not trust what it has read
 * before that.
 *
 * <p>Reads by the Vector API have to be accompanied by plain ones, see {@code SimdKernels}. What is
 * in the JVM's own assembly cannot be caught at all: {@link
 * java.lang.foreign.MemorySegment#mismatch} and checksums of direct buffers are not for mapped
 * memory.
 */
public final class MappedReads {
  private static final Object ANY = new Object();

  private MappedReads() {}

  /**
   * Returns when all that this thread has read was there. Tens of nanoseconds.
   *
   * @throws InternalError if something was not
   */
  public static void settle() {
    // The way back from any native method asks; this one does next to nothing.
    var _ = Thread.holdsLock(ANY);
  }
}
