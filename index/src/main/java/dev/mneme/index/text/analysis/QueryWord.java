package dev.mneme.index.text.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of a query.
 *
 * @param stop whether it is too common to be searched beside others
 */
public record QueryWord(WordForms forms, TextAnalysis.Token token, boolean stop) {
  /** Of a part beside the whole that it was written in. */
  private static final float PART_WEIGHT = 0.5f;

  /** Of letters and hyphens only; texts write such words apart just as often. */
  private static final float COMPOUND_WEIGHT = 0.5f;

  public boolean isWhole() {
    return token.is(FormsFilter.WHOLE);
  }

  public boolean isHump() {
    return token.is(FormsFilter.HUMP);
  }

  public boolean isPart() {
    return token.is(FormsFilter.PART);
  }

  public float weight() {
    if (isPart() || isHump()) {
      return PART_WEIGHT;
    }
    return isWhole() && isCompound() ? COMPOUND_WEIGHT : 1;
  }

  /** As {@code well-known} is, and {@code gpt-4} and {@code user_profile} are not. */
  private boolean isCompound() {
    var term = forms.exact();
    for (int i = term.offset; i < term.offset + term.length; i++) {
      byte b = term.bytes[i];
      if (b >= 0 && b != '-' && !Character.isLetter(b)) {
        return false;
      }
    }
    return true;
  }

  /** Without the stop words, unless there is nothing else. */
  public static List<QueryWord> searched(List<QueryWord> words) {
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
