package dev.mneme.error;

/** An operation that creates a memory named one that exists already. */
public final class ConflictException extends MnemeException {
  private static final long serialVersionUID = 1;
  private final String namespace;
  private final String id;

  public ConflictException(String namespace, String id) {
    super(
        "memory '"
            + id
            + "' already exists in namespace '"
            + namespace
            + "'; use put to replace it",
        null);
    this.namespace = namespace;
    this.id = id;
  }

  public String namespace() {
    return namespace;
  }

  public String id() {
    return id;
  }
}
