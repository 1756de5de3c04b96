package dev.mneme.error;

/** An operation that needs an existing memory named one that does not exist. */
public final class NotFoundException extends MnemeException {
  private static final long serialVersionUID = 1;
  private final String namespace;
  private final String id;

  public NotFoundException(String namespace, String id) {
    super("no memory '" + id + "' in namespace '" + namespace + "'", null);
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
