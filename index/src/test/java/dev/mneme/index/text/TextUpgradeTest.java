package dev.mneme.index.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.storage.Storage;
import dev.mneme.index.text.lucene.Fields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.store.NoLockFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An index that another version of the analysis has made. */
class TextUpgradeTest {
  private static final String TEXT = "he runs get_user_profile at the caf\u00e9";
  private static final String FORMAT_KEY = "mneme.format";

  @TempDir private Path directory;

  /** As the first version wrote it, but for what it says of itself; gives the version it says. */
  private int writeAsOnceWas(int versionsBack) throws IOException {
    var config =
        new IndexWriterConfig(new EnglishAnalyzer()).setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    try (var files = new NIOFSDirectory(directory, NoLockFactory.INSTANCE)) {
      var said = new HashMap<>(SegmentInfos.readLatestCommit(files).getUserData());
      int current = Integer.parseInt(said.getOrDefault(FORMAT_KEY, ""));
      said.put(FORMAT_KEY, Integer.toString(current - versionsBack));
      try (var writer = new IndexWriter(files, config)) {
        writer.addDocument(new Fields().with(0, TEXT));
        writer.setLiveCommitData(said.entrySet());
        writer.commit();
      }
      return current - versionsBack;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, -1})
  void indexOfAnotherVersion_isMadeAnew_andFindsNewForms(int versionsBack) throws IOException {
    try (var store = new TextFixture(directory)) {
      store.add(TEXT);
      store.view.checkpoint(store.sequence);
      store.view.close();
      assertThat(writeAsOnceWas(versionsBack)).isPositive();

      store.view = TextView.open(Storage.system(), directory, store.language, TextFixture.NO_LOG);
      boolean anew = versionsBack != 0;
      assertThat(store.view.recoveredSequence()).isEqualTo(anew ? -1 : store.sequence);
      store.log.forEach(store.view::apply);

      assertThat(store.search("running", 10).size()).isEqualTo(1);
      for (String query : List.of("profile", "cafe")) {
        assertThat(store.search(query, 10).size()).as(query).isEqualTo(anew ? 1 : 0);
      }
      store.view.checkpoint(store.sequence);
      store.view.close();
      store.view = TextView.open(Storage.system(), directory, store.language, TextFixture.NO_LOG);
      assertThat(store.view.recoveredSequence()).isEqualTo(store.sequence);
    }
  }
}
