package dev.mneme.embedders;

import dev.langchain4j.data.segment.TextSegment;
import dev.mneme.embed.Embedder;
import dev.mneme.memory.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link LocalModel} in this process. The model, some 30 MB, is loaded at the first text, so
 * that opening a store for anything else costs nothing. Thread-safe; it needs no network.
 *
 * <pre>{@code
 * try (var embedder = LocalEmbedder.bgeSmall();
 *     var engine = MemoryEngine.open(directory, EngineOptions.defaults().embedder(embedder))) {
 *   engine.namespace("notes").add(Memory.text("Caroline joined the support group").build());
 * }
 * }</pre>
 *
 * <p>Several texts are embedded side by side, one a core, each in a run of its own: in one batch
 * the quantization of a text would depend on its neighbours, and with it the vector. Of a long text
 * the model reads the first 512 tokens.
 */
public final class LocalEmbedder implements Embedder, AutoCloseable {
  private final LocalModel model;
  private @Nullable OnnxSentenceModel loaded;
  private @Nullable ExecutorService workers;

  /** For a model that is chosen at run time. */
  public LocalEmbedder(LocalModel model) {
    this.model = model;
  }

  /** With {@link LocalModel#BGE_SMALL}, which finds better. */
  public static LocalEmbedder bgeSmall() {
    return new LocalEmbedder(LocalModel.BGE_SMALL);
  }

  /** With {@link LocalModel#MINILM}, which is faster. */
  public static LocalEmbedder miniLm() {
    return new LocalEmbedder(LocalModel.MINILM);
  }

  @Override
  public String name() {
    return model.fullName();
  }

  @Override
  public int dimension() {
    return model.dimension();
  }

  @Override
  public List<Embedding> embedMemories(List<String> texts) {
    if (texts.isEmpty()) {
      return List.of();
    }
    try {
      return run(texts);
    } catch (RuntimeException oneHasNoWords) {
      return texts.stream().map(this::embedAlone).toList();
    }
  }

  /**
   * A text without a single token, such as a zero-width space, has no direction: its vector is
   * zero.
   */
  private Embedding embedAlone(String text) {
    try {
      return run(List.of(text)).getFirst();
    } catch (IllegalArgumentException noWords) {
      return Embedding.wrap(new float[model.dimension()]);
    }
  }

  private List<Embedding> run(List<String> texts) {
    var segments = texts.stream().map(TextSegment::from).toList();
    var vectors = new ArrayList<Embedding>(texts.size());
    for (var embedding : sentences().embedAll(segments).content()) {
      vectors.add(Embedding.wrap(embedding.vector()));
    }
    return vectors;
  }

  @Override
  public Embedding embedQuery(String text) {
    return embedMemories(List.of(model.queryPrefix() + text)).getFirst();
  }

  /** Loads the model now, if it is not loaded. */
  public void load() {
    var _ = sentences();
  }

  private synchronized OnnxSentenceModel sentences() {
    if (loaded == null) {
      workers =
          Executors.newFixedThreadPool(
              Runtime.getRuntime().availableProcessors(),
              Thread.ofPlatform().daemon().name("mneme-embed-", 1).factory());
      loaded = OnnxSentenceModel.load(model, workers);
    }
    return loaded;
  }

  /** Lets the threads go; the embedder must not be used afterwards. */
  @Override
  public synchronized void close() {
    if (workers != null) {
      workers.close();
    }
  }
}
