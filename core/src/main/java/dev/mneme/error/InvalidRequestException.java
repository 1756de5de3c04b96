package dev.mneme.error;

/** The caller asked for something that breaks a documented limit or rule. Nothing was written. */
public sealed class InvalidRequestException extends MnemeException permits EmbedderException {
  private static final long serialVersionUID = 1;

  public InvalidRequestException(String message) {
    super(message, null);
  }
}
