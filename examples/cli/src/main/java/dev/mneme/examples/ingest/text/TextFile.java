package dev.mneme.examples.ingest.text;

import dev.mneme.core.check.Require;

import dev.mneme.error.InvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A text file whose whole content has been checked before anything is made of it. A small one is
 * held, so that it cannot change in between; of a larger one it is noticed. Not thread-safe.
 */
public final class TextFile {
  /** Files up to here are read once. */
  public static final int HELD = 4 << 20;

  /** Places in a document are ints, and no encoding has more chars than bytes. */
  static final long LARGEST = Integer.MAX_VALUE;

  private static final int SNIFFED = 8_000;

  private final Path path;
  private final Stamp stamp;
  private final Optional<byte[]> held;
  private final TextEncoding encoding;

  private record Stamp(long size, FileTime modified) {
    static Stamp of(Path path) throws IOException {
      var attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Stamp(attributes.size(), attributes.lastModifiedTime());
    }
  }

  private TextFile(Path path, Stamp stamp, Optional<byte[]> held, TextEncoding encoding) {
    this.path = path;
    this.stamp = stamp;
    this.held = held;
    this.encoding = encoding;
  }

  /**
   * Reads all of a file and finds out how it is encoded.
   *
   * @throws InvalidRequestException if it is too large, or not text
   */
  public static TextFile check(Path path) throws IOException {
    var stamp = Stamp.of(path);
    Require.that(
        stamp.size() <= LARGEST,
        "the file has %d bytes, at most %d are allowed",
        stamp.size(),
        LARGEST);
    var held = hold(path, stamp);
    var encoding = TextEncoding.of(() -> held.isPresent() ? stream(held.get()) : open(path, stamp));
    var file = new TextFile(path, stamp, held, encoding);
    file.requireUnchanged();
    return file;
  }

  /** Whether the beginning of a file is text, in any encoding; no for one that cannot be read. */
  public static boolean looksLikeText(Path path) {
    try (var in = open(path)) {
      return TextEncoding.looksLikeText(in.readNBytes(SNIFFED));
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<byte[]> hold(Path path, Stamp stamp) throws IOException {
    if (stamp.size() > HELD) {
      return Optional.empty();
    }
    try (var in = open(path)) {
      var bytes = in.readNBytes(HELD + 1);
      return bytes.length <= HELD ? Optional.of(bytes) : Optional.empty();
    }
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static InputStream open(Path path) throws IOException {
    // A link that has taken the file's place since is not followed.
    return Channels.newInputStream(
        Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  /** As much as there was: a file that is written as fast as it is read has no end. */
  private static InputStream open(Path path, Stamp stamp) throws IOException {
    return new Beginning(open(path), stamp.size());
  }

  public TextEncoding encoding() {
    return encoding;
  }

  public Instant modified() {
    return stamp.modified().toInstant();
  }

  /** Uses the text once more. */
  @FunctionalInterface
  public interface Use {
    void read(Reader text) throws IOException;
  }

  /**
   * Reads the text from its beginning; zero bytes, which a crash leaves in logs, are blanks.
   *
   * @throws InvalidRequestException if the file is not any more what was checked
   */
  public void read(Use use) throws IOException {
    try (var in = held.isPresent() ? stream(held.get()) : open(path, stamp);
        var reader = new ZerosAsBlanks(new InputStreamReader(in, encoding.newDecoder()))) {
      use.read(reader);
    } catch (CharacterCodingException e) {
      throw changed();
    }
    requireUnchanged();
  }

  private void requireUnchanged() throws IOException {
    if (held.isEmpty() && !Stamp.of(path).equals(stamp)) {
      throw changed();
    }
  }

  private static InvalidRequestException changed() {
    return new InvalidRequestException("the file changed while it was read; ingest it again");
  }

  /** The first bytes of a stream. */
  private static final class Beginning extends FilterInputStream {
    private long left;

    private Beginning(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      int read = left > 0 ? super.read() : -1;
      left -= read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left <= 0) {
        return length == 0 ? 0 : -1;
      }
      int read = super.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }
  }

  private static final class ZerosAsBlanks extends FilterReader {
    private ZerosAsBlanks(Reader in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      return c == 0 ? ' ' : c;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      for (int i = offset; i < offset + read; i++) {
        if (buffer[i] == 0) {
          buffer[i] = ' ';
        }
      }
      return read;
    }
  }
}
