package dev.mneme.index.text.analysis;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.lucene.analysis.CharArraySet;

/** Reads a text whole, and gives what is made of it. One for each token stream; used again. */
final class FeedReader extends Reader {
  private static final int INITIAL = 1 << 10;

  private final CharArraySet stopWords;
  private Feed feed;
  private int at;

  FeedReader(CharArraySet stopWords) {
    this.stopWords = stopWords;
    this.feed = new FeedBuilder(new char[0], 0, stopWords).build();
  }

  /** Takes the next text. */
  FeedReader take(Reader text) {
    var chars = new char[INITIAL];
    int length = 0;
    try {
      for (int read = text.read(chars, 0, chars.length);
          read >= 0;
          read = text.read(chars, length, chars.length - length)) {
        length += read;
        if (length == chars.length) {
          chars = Arrays.copyOf(chars, 2 * length);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
    feed = new FeedBuilder(chars, length, stopWords).build();
    at = 0;
    return this;
  }

  Feed feed() {
    return feed;
  }

  @Override
  public int read(char[] into, int offset, int count) {
    if (count == 0) {
      return 0;
    }
    if (at >= feed.length()) {
      return -1;
    }
    int given = Math.min(count, feed.length() - at);
    System.arraycopy(feed.chars(), at, into, offset, given);
    at += given;
    return given;
  }

  @Override
  public void close() {
    // Holds nothing but memory.
  }
}
