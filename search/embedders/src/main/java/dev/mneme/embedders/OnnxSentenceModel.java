package dev.mneme.embedders;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;

/**
 * LangChain4j's in-process model with a session of ours. Its own session splits every operator over
 * all cores, where the threads spin while they wait for each other. One thread a text, and the
 * texts side by side, give the same vectors sooner.
 */
final class OnnxSentenceModel extends AbstractInProcessEmbeddingModel {
  private final OnnxBertBiEncoder encoder;
  private final LocalModel model;

  private OnnxSentenceModel(LocalModel model, OnnxBertBiEncoder encoder, Executor executor) {
    super(executor);
    this.model = model;
    this.encoder = encoder;
  }

  static OnnxSentenceModel load(LocalModel model, Executor executor) {
    var environment = OrtEnvironment.getEnvironment();
    try (var options = new OrtSession.SessionOptions();
        var network = resource(model.modelResource());
        var tokenizer = resource(model.tokenizerResource())) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      var session = environment.createSession(network.readAllBytes(), options);
      return new OnnxSentenceModel(
          model, new OnnxBertBiEncoder(environment, session, tokenizer, model.pooling()), executor);
    } catch (OrtException e) {
      throw new IllegalStateException(
          "the model " + model.fullName() + " cannot be loaded: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("the model " + model.fullName() + " cannot be read", e);
    }
  }

  private static InputStream resource(String name) throws IOException {
    var stream = OnnxSentenceModel.class.getClassLoader().getResourceAsStream(name);
    if (stream == null) {
      throw new IOException("no resource " + name + " on the class path");
    }
    return stream;
  }

  @Override
  protected OnnxBertBiEncoder model() {
    return encoder;
  }

  @Override
  protected Integer knownDimension() {
    return model.dimension();
  }
}
