package dev.mneme.index.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of a query.
 *
 * @param stop whether it is too common to be searched beside others
 */
record QueryWord(WordForms forms, TextAnalysis.Token token, boolean stop) {
  /** Of a part beside the whole that it was written in. */
  private static final float PART_WEIGHT = 0.5f;

  boolean isWhole() {
    return token.is(FormsFilter.WHOLE);
  }

  boolean isHump() {
    return token.is(FormsFilter.HUMP);
  }

  boolean isPart() {
    return token.is(FormsFilter.PART);
  }

  float weight() {
    return isPart() || isHump() ? PART_WEIGHT : 1;
  }

  /** Without the stop words, unless there is nothing else. */
  static List<QueryWord> searched(List<QueryWord> words) {
    var searched = new ArrayList<QueryWord>(words.size());
    boolean content = false;
    for (QueryWord word : words) {
      if (!word.stop) {
        searched.add(word);
        content |= !word.isWhole();
      }
    }
    return content ? searched : words;
  }
}
