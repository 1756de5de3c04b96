package dev.mneme.index.text.analysis;

import java.io.Reader;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;
import org.apache.lucene.analysis.CharArraySet;

/** The analyzer of a language, fed with what {@link FeedBuilder} makes of a text. */
final class WordAnalyzer extends AnalyzerWrapper {
  private final Analyzer language;
  private final CharArraySet stopWords;

  /**
   * @param stopWords of the language
   */
  WordAnalyzer(Analyzer language, CharArraySet stopWords) {
    super(GLOBAL_REUSE_STRATEGY);
    this.language = language;
    this.stopWords = stopWords;
  }

  @Override
  protected Analyzer getWrappedAnalyzer(String field) {
    return language;
  }

  @Override
  protected TokenStreamComponents wrapComponents(String field, TokenStreamComponents inner) {
    var reader = new FeedReader(stopWords);
    return new TokenStreamComponents(
        text -> inner.getSource().accept(reader.take(text)),
        new FormsFilter(inner.getTokenStream(), reader, stopWords));
  }

  /** Patterns are in the one form, too. */
  @Override
  protected Reader wrapReaderForNormalization(String field, Reader text) {
    return new UniformReader(text);
  }
}
