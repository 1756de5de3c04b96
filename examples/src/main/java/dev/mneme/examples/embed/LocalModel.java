package dev.mneme.examples.embed;

import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.util.Arrays;
import java.util.Optional;

/**
 * The sentence models that come with the command line tool, quantized to 8 bits, in ONNX form.
 *
 * @see <a href="https://huggingface.co/BAAI/bge-small-en-v1.5">bge-small-en-v1.5</a>
 * @see <a href="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2">all-MiniLM-L6-v2</a>
 */
public enum LocalModel {
  /** Better at finding; its authors want a sentence before each query. */
  BGE_SMALL(
      "bge-small",
      "bge-small-en-v1.5-q",
      PoolingMode.CLS,
      "Represent this sentence for searching relevant passages: "),
  /** Two to three times as fast. */
  MINILM("minilm", "all-minilm-l6-v2-q", PoolingMode.MEAN, "");

  private final String shortName;
  private final String fullName;
  private final PoolingMode pooling;
  private final String queryPrefix;

  LocalModel(String shortName, String fullName, PoolingMode pooling, String queryPrefix) {
    this.shortName = shortName;
    this.fullName = fullName;
    this.pooling = pooling;
    this.queryPrefix = queryPrefix;
  }

  /** The model of that name, which a store remembers. */
  public static Optional<LocalModel> byFullName(String fullName) {
    return Arrays.stream(values()).filter(model -> model.fullName.equals(fullName)).findFirst();
  }

  /** What the user calls it. */
  public String shortName() {
    return shortName;
  }

  /** What a store remembers: the model with its version and quantization. */
  public String fullName() {
    return fullName;
  }

  int dimension() {
    return 384;
  }

  PoolingMode pooling() {
    return pooling;
  }

  String queryPrefix() {
    return queryPrefix;
  }

  String modelResource() {
    return fullName + ".onnx";
  }

  String tokenizerResource() {
    return fullName + "-tokenizer.json";
  }
}
