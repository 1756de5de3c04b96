package dev.mneme.core.model;

/** An operation that needs an existing memory named one that does not exist. */
public final class NotFound extends MnemeException {
  private static final long serialVersionUID = 1;
  private final String namespace;
  private final String id;

  public NotFound(String namespace, String id) {
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
