package dev.mneme.index.text;

import dev.mneme.core.storage.Storage;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.text.lucene.TextSource;
import dev.mneme.memory.Language;
import dev.mneme.memory.Memory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A text view with what a store around it would know: the log as a list of batches, and what is
 * live.
 */
public final class TextFixture implements AutoCloseable {
  static final TextSource NO_LOG =
      (after, to) -> {
        throw new IllegalStateException("nothing is damaged, but the log is asked for");
      };

  final Path directory;
  final Language language;
  final List<CommitBatch> log = new ArrayList<>();
  final Map<Integer, String> texts = new TreeMap<>();
  public TextView view;
  public OrdinalBitmap live = OrdinalBitmap.empty();
  public long sequence = -1;
  private int nextOrdinal;

  public TextFixture(Path directory) {
    this(directory, Language.ENGLISH);
  }

  public TextFixture(Path directory, Language language) {
    this.directory = directory;
    this.language = language;
    this.view = TextView.open(Storage.system(), directory, language, NO_LOG);
  }

  /** One batch; returns the first new ordinal. */
  public int add(String... added) {
    return commit(List.of(added), new int[0]);
  }

  void remove(int... removed) {
    commit(List.of(), removed);
  }

  int commit(List<String> added, int[] removed) {
    int first = nextOrdinal;
    var batch = new ArrayList<CommitBatch.Added>();
    for (String text : added) {
      texts.put(nextOrdinal, text);
      batch.add(added(nextOrdinal++, text));
    }
    sequence += Math.max(1, added.size() + removed.length);
    var commit = new CommitBatch(sequence, batch, removed);
    log.add(commit);
    view.apply(commit);
    live = live.andNot(OrdinalBitmap.of(removed)).or(OrdinalBitmap.ofRange(first, nextOrdinal));
    return first;
  }

  static CommitBatch.Added added(int ordinal, String text) {
    return new CommitBatch.Added(ordinal, 0, 0, Memory.text(text).id("m" + ordinal).build());
  }

  /** Leaves a gap in the ordinals, as a memory that was added and removed in one batch does. */
  void skip(int ordinals) {
    nextOrdinal += ordinals;
  }

  /**
   * As after a crash: what was not checkpointed is lost, and applied again from the log, all of it.
   */
  void reopen() {
    view.close();
    view = TextView.open(Storage.system(), directory, language, NO_LOG);
    log.forEach(view::apply);
  }

  public TextScope scope() {
    return new TextScope(sequence, live, Optional.empty(), Long.MAX_VALUE);
  }

  public TextScope scope(OrdinalBitmap allowed) {
    return new TextScope(sequence, live, Optional.of(allowed), Long.MAX_VALUE);
  }

  RankedOrdinals search(String query, int k) {
    return view.search(view.parse(query), scope(), TextWay.JOIN, k);
  }

  public int[] syntax(String query) {
    return view.search(view.parseSyntax(query), scope(), TextWay.JOIN, 100).ordinals();
  }

  Bm25Oracle oracle() {
    return new Bm25Oracle(language, texts, live);
  }

  @Override
  public void close() {
    view.close();
  }

  /** Words of a skewed made-up vocabulary, so that scores often tie. */
  static String randomText(Random random, int maxWords) {
    int words = random.nextInt(maxWords + 1);
    var text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(i == 0 ? "" : " ").append(randomWord(random));
    }
    return text.toString();
  }

  static String randomWord(Random random) {
    return "w" + (int) (60 * Math.pow(random.nextDouble(), 3));
  }

  static OrdinalBitmap randomSubset(Random random, OrdinalBitmap set, double share) {
    int[] all = set.toArray();
    int size = 0;
    for (int ordinal : all) {
      if (random.nextDouble() < share) {
        all[size++] = ordinal;
      }
    }
    return OrdinalBitmap.of(all, size);
  }
}
