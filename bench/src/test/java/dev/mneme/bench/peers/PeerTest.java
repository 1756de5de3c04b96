package dev.mneme.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.bench.data.Clusters;
import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.data.FilterKind;
import dev.mneme.bench.data.Truth;
import dev.mneme.bench.peers.EngineKind.Ability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every engine does what its abilities say, and finds what brute force finds. */
class PeerTest {
  private static final int SIZE = 1_000;
  private static final int QUERIES = 40;

  @TempDir static Path shared;
  private static Corpus corpus;
  private static Truth truth;
  @TempDir Path directory;

  @BeforeAll
  static void makeData() throws Exception {
    corpus = Corpus.open(Clusters.files(shared, SIZE + 200, _ -> {}), SIZE);
    truth = Truth.compute(corpus, 10, true);
  }

  @AfterAll
  static void closeData() throws Exception {
    corpus.close();
  }

  @ParameterizedTest
  @EnumSource(value = EngineKind.class, mode = EnumSource.Mode.EXCLUDE, names = "HNSWLIB_CPP")
  void engine_doesWhatItsAbilitiesSay(EngineKind kind) throws Exception {
    try (var peer = kind.open(corpus, Files.createDirectories(directory.resolve("engine")))) {
      peer.load(corpus);
      assertThat(peer.settings()).isNotBlank();
      assertThat(peer instanceof Peer.Filtering).isEqualTo(kind.can(Ability.FILTER));
      assertThat(peer instanceof Peer.Hybrid).isEqualTo(kind.can(Ability.HYBRID));
      assertThat(peer instanceof Peer.Updating).isEqualTo(kind.can(Ability.UPDATE));
      assertThat(peer instanceof Peer.Persistent).isEqualTo(kind.can(Ability.PERSIST));
      findsWhatBruteForceFinds(peer);
      if (peer instanceof Peer.Filtering filtering) {
        findsMatchesOnly(filtering);
      }
      if (peer instanceof Peer.Updating updating) {
        findsWhatWasAdded(updating);
      }
      if (peer instanceof Peer.Hybrid hybrid) {
        findsWordsAlsoAfterReopening(hybrid);
      }
    }
  }

  private static void findsWhatBruteForceFinds(Peer peer) throws Exception {
    double recall = 0;
    for (int q = 0; q < QUERIES; q++) {
      recall += truth.recall(corpus, q, peer.nearest(corpus.queryVector(q), 10, 400));
    }
    assertThat(recall / QUERIES).isGreaterThan(0.99);
  }

  private static void findsMatchesOnly(Peer.Filtering peer) throws Exception {
    for (double selectivity : Truth.SELECTIVITIES) {
      var range = FilterKind.UNCORRELATED.range(SIZE, selectivity);
      var kth = truth.filtered(FilterKind.UNCORRELATED, selectivity);
      double recall = 0;
      int asked = 0;
      for (int q = 0; q < QUERIES; q++) {
        var query = corpus.queryVector(q);
        var found = peer.nearest(query, 10, 400, range);
        assertThat(Arrays.stream(found).boxed()).allMatch(id -> range.holds(corpus, id));
        // Spring AI's threshold cannot be below 0, so it drops memories at a negative cosine.
        if (!(peer instanceof SpringAiPeer) || kth[q] >= 0) {
          recall += truth.recall(corpus, query, kth[q], found, range);
          asked++;
        }
      }
      assertThat(recall / asked).as("selectivity %s", selectivity).isGreaterThan(0.95);
    }
  }

  private static void findsWhatWasAdded(Peer.Updating peer) throws Exception {
    peer.add(corpus.item(SIZE + 7));
    peer.addAll(corpus.items(SIZE + 100, SIZE + 110));
    assertThat(peer.nearest(corpus.item(SIZE + 7).vector(), 3, 100)).contains(SIZE + 7);
    assertThat(peer.nearest(corpus.item(SIZE + 105).vector(), 3, 100)).contains(SIZE + 105);
  }

  private static void findsWordsAlsoAfterReopening(Peer.Hybrid peer) throws Exception {
    var item = corpus.item(SIZE + 7);
    var expected = new Peer.Found(SIZE + 7, item.text());
    assertThat(((Peer.Updating) peer).get(item.id())).contains(item.text());
    assertThat(peer.words(item.text(), 5)).contains(expected);
    assertThat(peer.hybrid(item.text(), item.vector(), 5).getFirst()).isEqualTo(expected);
    ((Peer.Persistent) peer).reopen();
    assertThat(peer.words(item.text(), 5)).contains(expected);
  }
}
