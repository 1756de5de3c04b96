package dev.mneme.bench.peers;

import dev.mneme.bench.data.Corpus;
import dev.mneme.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The engines, by the names that reports and command lines use. */
public enum EngineKind {
  MNEME("Mneme", Ability.GRAPH, Ability.FILTER, Ability.HYBRID, Ability.UPDATE, Ability.PERSIST),
  MNEME_VECTOR("Mneme, vector index alone", Ability.GRAPH),
  LUCENE(
      "Lucene 10.6, float",
      Ability.GRAPH,
      Ability.FILTER,
      Ability.HYBRID,
      Ability.UPDATE,
      Ability.PERSIST),
  LUCENE_SQ(
      "Lucene 10.6, quantized",
      Ability.GRAPH,
      Ability.FILTER,
      Ability.HYBRID,
      Ability.UPDATE,
      Ability.PERSIST),
  JVECTOR("JVector 4.0.2", Ability.GRAPH, Ability.FILTER),
  HNSWLIB_CORE("hnswlib-core 1.2.1", Ability.GRAPH),
  HNSWLIB_CPP("hnswlib 0.6.2, C++", Ability.GRAPH),
  LANGCHAIN4J("LangChain4j 1.20, in memory", Ability.FILTER, Ability.UPDATE),
  SPRING_AI("Spring AI 2.0, simple store", Ability.FILTER, Ability.UPDATE),
  EXACT("exact scan", Ability.FILTER);

  /** What an engine can be asked. */
  public enum Ability {
    /** Searches a graph, so that ef can be swept; the others scan all vectors. */
    GRAPH,
    /** {@link Peer.Filtering}. */
    FILTER,
    /** {@link Peer.Hybrid}. */
    HYBRID,
    /** {@link Peer.Updating}. */
    UPDATE,
    /** {@link Peer.Persistent}. */
    PERSIST
  }

  private static final List<Integer> GRAPH_EFS =
      List.of(20, 40, 60, 70, 80, 90, 100, 120, 160, 240);
  private static final List<Integer> NO_EF = List.of(0);

  private final String label;
  private final Set<Ability> abilities;

  EngineKind(String label, Ability... abilities) {
    this.label = label;
    this.abilities = Set.of(abilities);
  }

  public boolean can(Ability ability) {
    return abilities.contains(ability);
  }

  /** The depths of search to sweep; 0 for engines that scan. */
  public List<Integer> efs() {
    return can(Ability.GRAPH) ? GRAPH_EFS : NO_EF;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** For JSON and command lines. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static EngineKind of(String key) {
    return Arrays.stream(values())
        .filter(kind -> kind.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no engine is called " + key));
  }

  /** A new, empty engine in this JVM. */
  public Peer open(Corpus corpus, Path directory) throws IOException {
    return switch (this) {
      case MNEME -> new MnemePeer(directory, Durability.SYNC, Slowdown.asAsked());
      case MNEME_VECTOR -> new MnemeVectorPeer(corpus, directory);
      case LUCENE -> new LucenePeer(directory, LucenePeer.Codes.FLOAT);
      case LUCENE_SQ -> new LucenePeer(directory, LucenePeer.Codes.SCALAR_QUANTIZED);
      case JVECTOR -> new JVectorPeer();
      case HNSWLIB_CORE -> new HnswCorePeer(corpus);
      case LANGCHAIN4J -> new LangChain4jPeer();
      case SPRING_AI -> new SpringAiPeer(corpus.dimension());
      case EXACT -> new ExactPeer(corpus);
      case HNSWLIB_CPP -> throw new IllegalArgumentException(key() + " is a process of its own");
    };
  }
}
