package dev.mneme.index.text.analysis;

import java.io.IOException;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.FlagsAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.util.AttributeSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes of the words of a feed the words of its text: other forms stand at the position of the
 * word, folded ones are marked as such, wholes stand where the first of their words does, and all
 * offsets are those of the original text. {@link FlagsAttribute} says what each word is.
 */
public final class FormsFilter extends TokenFilter {
  /** The word without accents; its term begins with {@link #FOLDED_MARK}. */
  static final int FOLDED = 1;

  /** As written, with all that glues it together. */
  static final int WHOLE = 2;

  /** A whole of one word, with signs that belong to it. */
  public static final int SIMPLE = 4;

  /** A part of a whole that was written as one word. */
  static final int PART = 8;

  /** A part of a word in camel case; stands at its position. */
  static final int HUMP = 16;

  /** A word that is too common to be searched beside others. */
  public static final int STOP = 32;

  /** No analyzer lets it through, so that no other term begins with it. */
  public static final char FOLDED_MARK = '\u0001';

  /** As the standard tokenizer cuts; those of other analyzers have no limit. */
  private static final int MAX_CHARS = 255;

  private static final int LONGEST_STOP_WORD = 32;

  private final FeedReader source;
  private final CharArraySet stopWords;
  private final char[] word = new char[LONGEST_STOP_WORD];
  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final OffsetAttribute offsets = addAttribute(OffsetAttribute.class);
  private final PositionIncrementAttribute increment =
      addAttribute(PositionIncrementAttribute.class);
  private final FlagsAttribute flags = addAttribute(FlagsAttribute.class);
  private final StringBuilder last = new StringBuilder();

  private AttributeSource.@Nullable State held;
  private int heldFrom;
  private boolean ended;
  private int nextWhole;
  private @Nullable String foldedWhole;
  private int lastStart;
  private boolean given;
  private int stops;

  FormsFilter(TokenStream input, FeedReader source, CharArraySet stopWords) {
    super(input);
    this.source = source;
    this.stopWords = stopWords;
  }

  /**
   * How many of the words at positions of their own are stop words. They do not count in the length
   * of a text: whether it has many of them says nothing about how much it says.
   *
   * @param ended after its end
   */
  public static int stopWords(AttributeSource ended) {
    var flags = ended.getAttribute(FlagsAttribute.class);
    return flags == null ? 0 : flags.getFlags();
  }

  @Override
  public void reset() throws IOException {
    super.reset();
    held = null;
    ended = false;
    nextWhole = 0;
    foldedWhole = null;
    lastStart = 0;
    given = false;
    stops = 0;
    last.setLength(0);
  }

  @Override
  public boolean incrementToken() throws IOException {
    String folded = foldedWhole;
    if (folded != null) {
      foldedWhole = null;
      term.setEmpty().append(FOLDED_MARK).append(folded);
      flags.setFlags(flags.getFlags() | FOLDED);
      return give(0);
    }
    while (held == null && !ended) {
      if (!input.incrementToken()) {
        ended = true;
      } else if (take()) {
        return true;
      }
    }
    return ended ? emitWhole(Integer.MAX_VALUE) : emitWhole(heldFrom) || restore();
  }

  /** Whether the word that the input stands on is to be given now. */
  private boolean take() {
    Feed feed = source.feed();
    int start = offsets.startOffset();
    int end = offsets.endOffset();
    // A blank precedes other forms.
    Feed.Kind kind = feed.kind(start);
    if (term.length() > MAX_CHARS) {
      term.setLength(MAX_CHARS);
    }
    int from = feed.originalStart(start);
    offsets.setOffset(from, Math.max(from, feed.originalEnd(end)));
    switch (kind) {
      case FOLDED -> {
        if (CharSequence.compare(last, term) == 0) {
          return false;
        }
        String word = term.toString();
        term.setEmpty().append(FOLDED_MARK).append(word);
        flags.setFlags(FOLDED);
        return give(0);
      }
      case HUMP -> {
        flags.setFlags(HUMP);
        remember();
        return give(0);
      }
      case TEXT, REPLACEMENT -> {
        flags.setFlags((feed.isPart(start) ? PART : 0) | (isStopWord(feed, start, end) ? STOP : 0));
        remember();
        heldFrom = feed.uniformStart(start);
        if (nextWhole < feed.wholes().size() && feed.wholes().get(nextWhole).from() <= heldFrom) {
          held = captureState();
          return false;
        }
        return give(increment.getPositionIncrement());
      }
    }
    throw new IllegalStateException("unknown kind " + kind);
  }

  /** Before it was stemmed. */
  private boolean isStopWord(Feed feed, int start, int end) {
    int length = Math.min(end, feed.length()) - start;
    if (stopWords.isEmpty() || length > LONGEST_STOP_WORD) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      word[i] = Character.toLowerCase(feed.chars()[start + i]);
    }
    return stopWords.contains(word, 0, length);
  }

  private void remember() {
    last.setLength(0);
    last.append(term);
  }

  /** Offsets never go back, and the first word has a position, whatever the analyzer. */
  private boolean give(int position) {
    increment.setPositionIncrement(given ? position : Math.max(1, position));
    if ((flags.getFlags() & STOP) != 0 && increment.getPositionIncrement() > 0) {
      stops++;
    }
    lastStart = Math.max(lastStart, offsets.startOffset());
    offsets.setOffset(lastStart, Math.max(lastStart, offsets.endOffset()));
    given = true;
    return true;
  }

  /** Gives the next whole that begins no later than a word, if there is one. */
  private boolean emitWhole(int from) {
    Feed feed = source.feed();
    if (nextWhole == feed.wholes().size() || feed.wholes().get(nextWhole).from() > from) {
      return false;
    }
    Feed.Whole whole = feed.wholes().get(nextWhole++);
    int position = 1;
    if (held != null) {
      restoreState(held);
      position = increment.getPositionIncrement();
      if (whole.to() > from) {
        increment.setPositionIncrement(0); // the word stands where the whole does
        held = captureState();
      }
    }
    clearAttributes();
    term.append(whole.term());
    flags.setFlags(whole.simple() ? WHOLE | SIMPLE : WHOLE);
    offsets.setOffset(
        feed.uniform().originalStart(whole.from()), feed.uniform().originalEnd(whole.to() - 1));
    String folded = CharForms.fold(whole.term());
    foldedWhole = folded.equals(CharForms.lower(whole.term())) ? null : folded;
    return give(position);
  }

  private boolean restore() {
    AttributeSource.State word = held;
    if (word == null) {
      return false;
    }
    restoreState(word);
    held = null;
    return give(increment.getPositionIncrement());
  }

  @Override
  public void end() throws IOException {
    super.end();
    int length = source.feed().originalLength();
    offsets.setOffset(length, length);
    flags.setFlags(stops);
  }
}
