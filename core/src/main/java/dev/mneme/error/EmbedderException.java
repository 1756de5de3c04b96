package dev.mneme.error;

/**
 * An embedder failed, or what it answered is not what it promises. The message names the embedder
 * and the texts that it was asked for.
 */
public final class EmbedderException extends InvalidRequestException {
  private static final long serialVersionUID = 1;

  public EmbedderException(String message) {
    super(message);
  }
}
