package dev.mneme.embedders;

import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.util.Arrays;
import java.util.Optional;

/**
 * The sentence models that come with this jar, for English, quantized to 8 bits, in ONNX form.
 *
 * @see <a href="https://huggingface.co/BAAI/bge-small-en-v1.5">bge-small-en-v1.5</a>
 * @see <a href="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2">all-MiniLM-L6-v2</a>
 */
public enum LocalModel {
  /** Better at finding; its authors want a sentence before each query. */
  BGE_SMALL(
      "bge-small-en-v1.5-q",
      PoolingMode.CLS,
      "Represent this sentence for searching relevant passages: "),
  /** Two to three times as fast. */
  MINILM("all-minilm-l6-v2-q", PoolingMode.MEAN, "");

  private final String fullName;
  private final PoolingMode pooling;
  private final String queryPrefix;

  LocalModel(String fullName, PoolingMode pooling, String queryPrefix) {
    this.fullName = fullName;
    this.pooling = pooling;
    this.queryPrefix = queryPrefix;
  }

  /** The model that a store remembers by this name; empty where it is none of these. */
  public static Optional<LocalModel> byFullName(String fullName) {
    return Arrays.stream(values()).filter(model -> model.fullName.equals(fullName)).findFirst();
  }

  /** What a store remembers: the model with its version and quantization. */
  public String fullName() {
    return fullName;
  }

  /** How many numbers a vector of it has. */
  public int dimension() {
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
