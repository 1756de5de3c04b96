package dev.mneme.index.text.lucene;

import dev.mneme.index.text.analysis.TextAnalysis;
import java.util.List;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;

/**
 * What a document holds: the inverted text with positions and norms, and the ordinal as a doc
 * value. Nothing is stored. One instance is one reused document, for the one thread that adds.
 */
public final class Fields {
  public static final String TEXT = TextAnalysis.FIELD;
  static final String ORDINAL = "ordinal";

  private static final FieldType INVERTED = inverted();

  private final Field text = new Field(TEXT, "", INVERTED);
  private final NumericDocValuesField ordinal = new NumericDocValuesField(ORDINAL, 0);
  private final List<IndexableField> document = List.of(text, ordinal);

  private static FieldType inverted() {
    var type = new FieldType();
    type.setTokenized(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    type.freeze();
    return type;
  }

  /** The same list every time, with new values. */
  public List<IndexableField> with(int newOrdinal, String newText) {
    ordinal.setLongValue(newOrdinal);
    text.setStringValue(newText);
    return document;
  }
}
