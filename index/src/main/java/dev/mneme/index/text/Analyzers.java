package dev.mneme.index.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.util.BytesRef;

/**
 * How words are cut and folded. All three cut with Lucene's standard tokenizer, which splits words
 * after 255 characters, so that no text makes a term that the index refuses.
 */
final class Analyzers {
  private Analyzers() {}

  static Analyzer of(TextOptions.Language language) {
    return switch (language) {
      case ENGLISH -> new EnglishAnalyzer();
      case STANDARD -> new StandardAnalyzer();
      case CJK -> new CJKAnalyzer();
    };
  }

  /** Receives the words of a text. */
  @FunctionalInterface
  interface TokenVisitor {
    /**
     * Takes the next word.
     *
     * @param term valid during the call only
     * @param start of the word in the text, in chars
     */
    void visit(BytesRef term, int start, int end);
  }

  static void visit(Analyzer analyzer, String text, TokenVisitor visitor) {
    try (TokenStream tokens = analyzer.tokenStream(Fields.TEXT, text)) {
      var term = tokens.addAttribute(TermToBytesRefAttribute.class);
      var offset = tokens.addAttribute(OffsetAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        visitor.visit(term.getBytesRef(), offset.startOffset(), offset.endOffset());
      }
      tokens.end();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
  }
}
