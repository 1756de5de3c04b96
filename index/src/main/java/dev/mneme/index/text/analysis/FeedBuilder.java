package dev.mneme.index.text.analysis;

import dev.mneme.index.text.analysis.Feed.Kind;
import dev.mneme.index.text.analysis.Feed.Segment;
import dev.mneme.index.text.analysis.Feed.Whole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.analysis.CharArraySet;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Makes the feed of a text. Goes along its clusters: words with what glues them together. A cluster
 * that is one word of plain letters costs nothing but the look.
 *
 * <ul>
 *   <li>{@code get_user_profile}, {@code name:Paula}, {@code guide.html}: underscores, colons and
 *       points between words become blanks, so that the parts are words; the whole is kept as
 *       written.
 *   <li>{@code ORD-2024-00017}, {@code C++}, {@code .NET}: the analyzers part them; the whole is
 *       kept as written.
 *   <li>{@code U.S.A.}: a word without points, and the whole.
 *   <li>{@code café}, {@code getProfile}: the word, and behind it what it is folded to, or its
 *       humps.
 *   <li>{@code IT}: a stop word in capitals in a text that is not all capitals is kept as written.
 * </ul>
 */
final class FeedBuilder {
  /** Longer ones are nothing that anybody types. */
  private static final int MAX_WHOLE = 255;

  private static final int MAX_STOP_WORD = 8;

  /** No analyzer leaves a longer one whole, and scripts without blanks have shorter sentences. */
  private static final int MAX_WORD = 4_096;

  private final CharForms.Uniform uniform;
  private final char[] text;
  private final int length;
  private final CharArraySet stopWords;
  private final Runs runs = new Runs();
  private final List<Segment> segments = new ArrayList<>(0);
  private final List<Whole> wholes = new ArrayList<>(0);
  private final IntArrayList parts = new IntArrayList(0);
  private @Nullable StringBuilder out;

  private boolean knowsSmallLetters;
  private boolean smallLetters;

  /** Up to where the text is in the feed. */
  private int copied;

  /** The words of a cluster, {@code [start, end)}. */
  private static final class Runs {
    private int[] borders = new int[16];
    private int count;

    void add(int start, int end) {
      if (2 * count == borders.length) {
        borders = Arrays.copyOf(borders, 2 * borders.length);
      }
      borders[2 * count] = start;
      borders[2 * count++ + 1] = end;
    }

    int start(int run) {
      return borders[2 * run];
    }

    int end(int run) {
      return borders[2 * run + 1];
    }
  }

  FeedBuilder(char[] original, int originalLength, CharArraySet stopWords) {
    this.uniform = CharForms.uniform(original, originalLength);
    this.text = uniform.chars();
    this.length = uniform.length();
    this.stopWords = stopWords;
  }

  Feed build() {
    int at = 0;
    while (at < length) {
      if (isWord(at)) {
        at = cluster(at);
      } else {
        at++;
      }
    }
    if (out == null) {
      return new Feed(text, length, uniform, List.of(), parts.toArray(), wholes);
    }
    copyTo(length);
    char[] chars = new char[out.length()];
    out.getChars(0, chars.length, chars, 0);
    return new Feed(chars, chars.length, uniform, segments, parts.toArray(), wholes);
  }

  /** A letter, digit or mark, or what joins them into one word for every analyzer. */
  private boolean isWord(int at) {
    char c = text[at];
    if (c < 0x80) {
      return WordChars.isAscii(c)
          || c == '\'' && isWithin(at, Character::isLetter)
          || c == '.' && isWithin(at, Character::isDigit);
    }
    if (Character.isLetterOrDigit(c) || CharForms.isMark(c)) {
      return true;
    }
    if (Character.isHighSurrogate(c)) {
      return WordChars.isWord(Character.codePointAt(text, at, length));
    }
    if (Character.isLowSurrogate(c)) {
      return WordChars.isWord(Character.codePointBefore(text, at + 1, 0));
    }
    boolean joins = c == '·' || c == '‧' || c == '׳' || c == '״' || c == 0x200C || c == 0x200D;
    return joins && isWithin(at, Character::isLetter);
  }

  private interface CharTest {
    boolean test(char c);
  }

  private boolean isWithin(int at, CharTest test) {
    return at > 0 && at + 1 < length && test.test(text[at - 1]) && test.test(text[at + 1]);
  }

  /** Works off the cluster whose first word begins here; gives its end. */
  private int cluster(int first) {
    int at = wordEnd(first);
    if (at == length || !WordChars.isGlue(text[at])) {
      word(first, at, first == 0 || !WordChars.isGlue(text[first - 1]));
      return at;
    }
    runs.count = 0;
    runs.add(first, at);
    while (at < length && (WordChars.isGlue(text[at]) || isWord(at))) {
      if (isWord(at)) {
        int end = wordEnd(at);
        runs.add(at, end);
        at = end;
      } else {
        at++;
      }
    }
    int from = 0;
    for (int run = 0; run < runs.count; run++) {
      boolean last = run + 1 == runs.count;
      if (last || !links(runs.end(run), runs.start(run + 1))) {
        group(from, run, last ? at : runs.start(run + 1));
        from = run + 1;
      }
    }
    return at;
  }

  private int wordEnd(int start) {
    int at = start + 1;
    while (at < length && isWord(at)) {
      at++;
    }
    return at;
  }

  /** A word that nothing follows that could belong to it. */
  private void word(int start, int end, boolean alone) {
    if (alone) {
      forms(start, end);
    } else {
      runs.count = 0;
      runs.add(start, end);
      group(0, 0, end);
    }
  }

  /** Whether what stands between two words makes one of them. */
  private boolean links(int from, int to) {
    int start = from;
    int end = to;
    while (start < end && text[start] == '_') {
      start++;
    }
    while (end > start && text[end - 1] == '_') {
      end--;
    }
    if (end - start <= 1) {
      return true;
    }
    var between = new String(text, start, Math.min(4, end - start));
    return between.equals("::") || between.equals("://") || between.equals("++");
  }

  /** Words that belong together, or one with signs of its own. */
  private void group(int first, int last, int limit) {
    int start = leading(runs.start(first));
    int end = trailing(runs.end(last), limit);
    boolean whole = last > first || start < runs.start(first) || end > runs.end(last);
    if (whole && end - start <= MAX_WHOLE && WordChars.hasBlanksBetweenWords(text, start, end)) {
      boolean simple = first == last && text[start] != '_' && text[end - 1] != '_';
      whole(start, end, simple);
      boolean wrapped = text[start] == '_' || text[end - 1] == '_';
      if (wrapped && last > first) {
        whole(runs.start(first), runs.end(last), false);
      }
    }
    if (isAcronym(first, last)) {
      replace(runs.start(first), runs.end(last));
      return;
    }
    boolean parted = clear(start, runs.start(first)) | clear(runs.end(last), end);
    for (int run = first; run < last; run++) {
      parted |= clear(runs.end(run), runs.start(run + 1));
    }
    for (int run = first; run <= last; run++) {
      if (parted) {
        parts.add(runs.start(run));
        parts.add(runs.end(run));
      }
      forms(runs.start(run), runs.end(run));
    }
  }

  private void whole(int start, int end, boolean simple) {
    wholes.add(new Whole(CharForms.lower(written(start, end)), start, end, simple));
  }

  private int leading(int start) {
    int at = start;
    while (at > 0 && text[at - 1] == '_') {
      at--;
    }
    if (at == start && at > 0 && ".#@".indexOf(text[at - 1]) >= 0) {
      boolean first = at == 1 || !WordChars.isGlue(text[at - 2]) && !isWord(at - 2);
      return first && (text[at - 1] != '.' || Character.isLetter(text[at])) ? at - 1 : start;
    }
    return at;
  }

  private int trailing(int end, int limit) {
    int at = end;
    while (at < limit && text[at] == '_') {
      at++;
    }
    if (at == end && at < limit && text[at] == '#') {
      return at + 1;
    }
    while (at < limit && at < end + 2 && text[at] == '+') {
      at++;
    }
    return at;
  }

  /** What the standard tokenizer would take for a part of one word becomes blank. */
  private boolean clear(int from, int to) {
    boolean cleared = false;
    for (int i = from; i < to; i++) {
      if (text[i] == '_' || text[i] == ':' || text[i] == '.') {
        text[i] = ' ';
        cleared = true;
      }
    }
    return cleared;
  }

  private boolean isAcronym(int first, int last) {
    for (int run = first; run <= last; run++) {
      boolean letter =
          runs.end(run) - runs.start(run) == 1 && Character.isLetter(text[runs.start(run)]);
      boolean point =
          run == last || runs.start(run + 1) - runs.end(run) == 1 && text[runs.end(run)] == '.';
      if (!letter || !point) {
        return false;
      }
    }
    return last > first;
  }

  /** Letters that are parted by points become one word. */
  private void replace(int start, int end) {
    var letters = new StringBuilder();
    for (int i = start; i < end; i += 2) {
      letters.append(text[i]);
    }
    var feed = copyTo(start);
    segments.add(new Segment(Kind.REPLACEMENT, feed.length(), start, end));
    feed.append(letters);
    copied = end;
  }

  /** Other forms of a word: folded, humps, as written. */
  private void forms(int start, int end) {
    if (end - start > MAX_WORD) {
      return;
    }
    boolean ascii = true;
    boolean hump = false;
    boolean capitals = end - start > 1 && end - start <= MAX_STOP_WORD;
    for (int i = start; i < end; i++) {
      char c = text[i];
      ascii &= c < 0x80;
      capitals &= c >= 'A' && c <= 'Z';
      hump |= i > start && isHump(i, end);
    }
    if (capitals && stopWords.contains(CharForms.lower(written(start, end)))) {
      if (hasSmallLetters()) {
        wholes.add(new Whole(written(start, end), start, end, true));
      }
      return;
    }
    if (!ascii) {
      folded(start, end, end);
    }
    if (hump) {
      humps(start, end);
    }
  }

  private String written(int start, int end) {
    return new String(text, start, end - start);
  }

  /** Or is one word: what is all in capitals stresses none of its words. */
  private boolean hasSmallLetters() {
    if (!knowsSmallLetters) {
      knowsSmallLetters = true;
      int words = 0;
      for (int i = 0; i < length && !smallLetters; i++) {
        smallLetters = Character.isLowerCase(text[i]);
        words += isWord(i) && (i == 0 || !isWord(i - 1)) ? 1 : 0;
      }
      smallLetters |= words == 1;
    }
    return smallLetters;
  }

  /** The word, or a hump of the one that ends at {@code end}. */
  private void folded(int from, int to, int end) {
    var word = written(from, to);
    var folded = CharForms.fold(word);
    if (!folded.equals(CharForms.lower(word))) {
      behind(Kind.FOLDED, folded, from, to, end);
    }
  }

  /** The parts of {@code getUserProfile} and {@code HTMLParser} that have two letters and more. */
  private void humps(int start, int end) {
    int from = start;
    for (int i = start + 1; i <= end; i++) {
      if (i == end || isHump(i, end)) {
        if (i - from > 1) {
          behind(Kind.HUMP, written(from, i), from, i, end);
          folded(from, i, end);
        }
        from = i;
      }
    }
  }

  private boolean isHump(int at, int end) {
    if (!WordChars.isCapital(text[at])) {
      return false;
    }
    return Character.isLowerCase(text[at - 1])
        || WordChars.isCapital(text[at - 1])
            && at + 2 < end
            && Character.isLowerCase(text[at + 1])
            && Character.isLowerCase(text[at + 2]);
  }

  /** Writes another form behind the word that ends at {@code end}. */
  private void behind(Kind kind, String form, int from, int to, int end) {
    var feed = copyTo(end);
    segments.add(new Segment(kind, feed.length(), from, to));
    feed.append(' ').append(form);
  }

  private StringBuilder copyTo(int end) {
    StringBuilder feed = out;
    if (feed == null) {
      feed = new StringBuilder(length + 64);
      out = feed;
    }
    if (end > copied) {
      segments.add(new Segment(Kind.TEXT, feed.length(), copied, end));
      feed.append(text, copied, end - copied);
      copied = end;
    }
    return feed;
  }
}
