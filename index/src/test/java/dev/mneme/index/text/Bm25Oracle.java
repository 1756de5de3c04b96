package dev.mneme.index.text;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.text.analysis.FormsFilter;
import dev.mneme.index.text.analysis.QueryWord;
import dev.mneme.index.text.analysis.TextAnalysis;
import dev.mneme.index.text.analysis.WordForms;
import dev.mneme.memory.Language;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.SmallFloat;

/** BM25 the slow way: counts everything anew from the texts of the live memories. */
final class Bm25Oracle {
  private record Document(int ordinal, Map<BytesRef, Integer> frequencies, int length) {}

  private record Scored(int ordinal, float score) {}

  private final TextAnalysis analysis;
  private final List<Document> documents = new ArrayList<>();
  private final Map<BytesRef, Integer> docFreqs = new HashMap<>();
  private long totalLength;

  Bm25Oracle(Language language, Map<Integer, String> texts, OrdinalBitmap live) {
    analysis = TextAnalysis.of(language);
    live.forEach(
        ordinal -> {
          var frequencies = new HashMap<BytesRef, Integer>();
          var positions = new HashSet<Integer>();
          var stopWords = new HashSet<Integer>();
          analysis.visit(
              texts.getOrDefault(ordinal, ""),
              (term, token) -> {
                frequencies.merge(BytesRef.deepCopyOf(term), 1, Integer::sum);
                if (positions.add(token.position()) && token.is(FormsFilter.STOP)) {
                  stopWords.add(token.position());
                }
              });
          int words = positions.size();
          if (words > 0) {
            int content = Math.max(1, words - stopWords.size());
            int length = SmallFloat.byte4ToInt(SmallFloat.intToByte4(content));
            documents.add(new Document(ordinal, frequencies, length));
            totalLength += length;
            frequencies.keySet().forEach(term -> docFreqs.merge(term, 1, Integer::sum));
          }
        });
  }

  RankedOrdinals search(String query, IntPredicate allowed, int k) {
    var words = new LinkedHashMap<WordForms, Float>();
    for (QueryWord word : QueryWord.searched(analysis.words(query))) {
      words.merge(word.forms(), word.weight(), Float::sum);
    }
    List<Scored> scored = new ArrayList<>();
    for (Document document : documents) {
      double score = 0;
      boolean matches = false;
      for (var word : words.entrySet()) {
        float frequency = frequency(word.getKey(), document);
        if (frequency > 0) {
          matches = true;
          score += score(word.getKey(), word.getValue(), frequency, document.length);
        }
      }
      if (matches && allowed.test(document.ordinal)) {
        scored.add(new Scored(document.ordinal, (float) score));
      }
    }
    scored.sort(
        Comparator.comparingDouble((Scored hit) -> -hit.score)
            .thenComparing(Comparator.comparingInt(Scored::ordinal).reversed()));
    int size = Math.min(k, scored.size());
    var ordinals = new int[size];
    var scores = new float[size];
    for (int i = 0; i < size; i++) {
      ordinals[i] = scored.get(i).ordinal;
      scores[i] = scored.get(i).score;
    }
    return new RankedOrdinals(ordinals, scores);
  }

  long matches(String query) {
    return search(query, ordinal -> true, Integer.MAX_VALUE).size();
  }

  /** Another form counts a quarter, unless no memory has any but this. */
  private float frequency(WordForms word, Document document) {
    boolean only = word.terms().stream().filter(docFreqs::containsKey).count() == 1;
    float sum = 0;
    for (BytesRef term : word.terms()) {
      float weight = only || term.equals(word.exact()) ? 1 : WordForms.FOLDED_WEIGHT;
      sum += weight * document.frequencies.getOrDefault(term, 0);
    }
    return sum;
  }

  private float score(WordForms word, float weight, float frequency, int length) {
    double n =
        word.terms().stream().mapToInt(term -> docFreqs.getOrDefault(term, 0)).max().orElse(0);
    float idf = (float) Math.log(1 + (documents.size() - n + 0.5) / (n + 0.5));
    float average = (float) (totalLength / (double) documents.size());
    float inverse = 1f / (1.2f * ((1 - 0.75f) + 0.75f * length / average));
    float top = weight * idf;
    return top - top / (1f + frequency * inverse);
  }
}
