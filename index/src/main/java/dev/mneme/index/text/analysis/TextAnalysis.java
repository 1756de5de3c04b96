package dev.mneme.index.text.analysis;

import dev.mneme.memory.Language;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.FlagsAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.util.BytesRef;

/**
 * How words are cut and folded, in texts and in queries. Texts keep all words; a query's stop words
 * are told apart from the rest. Thread-safe.
 */
public final class TextAnalysis {
  /** Of a document, with its text. */
  public static final String FIELD = "text";

  private final Analyzer all;
  private final Analyzer content;
  private final boolean hasStopWords;

  private TextAnalysis(Analyzer all, Analyzer content, boolean hasStopWords) {
    this.all = all;
    this.content = content;
    this.hasStopWords = hasStopWords;
  }

  public static TextAnalysis of(Language language) {
    CharArraySet stopWords = Languages.stopWords(language);
    return new TextAnalysis(
        new WordAnalyzer(Languages.analyzer(language, CharArraySet.EMPTY_SET), stopWords),
        new WordAnalyzer(Languages.analyzer(language, stopWords), stopWords),
        !stopWords.isEmpty());
  }

  /** What texts are indexed with. */
  public Analyzer analyzer() {
    return all;
  }

  /** Receives the words of a text. */
  @FunctionalInterface
  public interface TokenVisitor {
    /**
     * Takes the next word.
     *
     * @param term valid during the call only
     * @param token where it stands and what it is
     */
    void visit(BytesRef term, Token token);
  }

  /**
   * A word of a text.
   *
   * @param position counted from 0; forms of one word share one
   * @param start in the text, in chars
   * @param flags of {@link FormsFilter}
   */
  public record Token(int position, int start, int end, int flags) {
    public boolean is(int flag) {
      return (flags & flag) != 0;
    }
  }

  /** All words with all their forms, as they are indexed. */
  public void visit(String text, TokenVisitor visitor) {
    visit(all, text, visitor);
  }

  private static void visit(Analyzer analyzer, String text, TokenVisitor visitor) {
    try (TokenStream tokens = analyzer.tokenStream(FIELD, text)) {
      var term = tokens.addAttribute(TermToBytesRefAttribute.class);
      var offset = tokens.addAttribute(OffsetAttribute.class);
      var increment = tokens.addAttribute(PositionIncrementAttribute.class);
      var flags = tokens.addAttribute(FlagsAttribute.class);
      tokens.reset();
      int position = -1;
      while (tokens.incrementToken()) {
        position += increment.getPositionIncrement();
        visitor.visit(
            term.getBytesRef(),
            new Token(position, offset.startOffset(), offset.endOffset(), flags.getFlags()));
      }
      tokens.end();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
  }

  /** The words of a query, in its order, each with its forms. */
  public List<QueryWord> words(String text) {
    var words = new ArrayList<QueryWord>();
    visit(
        all,
        text,
        (term, token) -> {
          if (token.is(FormsFilter.FOLDED)) {
            addFolded(words, term, token);
          } else {
            words.add(new QueryWord(WordForms.of(BytesRef.deepCopyOf(term)), token, false));
          }
        });
    if (hasStopWords) {
      markStopWords(text, words);
    }
    return words;
  }

  /** Belongs to the first word of its range that has no folded form yet. */
  private static void addFolded(List<QueryWord> words, BytesRef term, Token token) {
    int at = words.size() - 1;
    for (int i = at;
        i >= 0
            && words.get(i).token().start() >= token.start()
            && !words.get(i).forms().isFolded()
            && words.get(i).token().is(FormsFilter.WHOLE) == token.is(FormsFilter.WHOLE);
        i--) {
      at = i;
    }
    if (at >= 0) {
      var word = words.get(at);
      var folded = new BytesRef(term.bytes, term.offset + 1, term.length - 1);
      words.set(
          at,
          new QueryWord(
              new WordForms(word.forms().exact(), BytesRef.deepCopyOf(folded)),
              word.token(),
              false));
    }
  }

  private record Place(BytesRef term, int start, int end) {}

  /** What the language's own analyzer leaves out. */
  private void markStopWords(String text, List<QueryWord> words) {
    Set<Place> kept = new HashSet<>();
    visit(
        content,
        text,
        (term, token) ->
            kept.add(new Place(BytesRef.deepCopyOf(term), token.start(), token.end())));
    words.replaceAll(
        word -> {
          var token = word.token();
          var place = new Place(word.forms().exact(), token.start(), token.end());
          return new QueryWord(word.forms(), token, !kept.contains(place));
        });
  }
}
