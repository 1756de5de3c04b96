package dev.mneme.examples.cli.option;

import dev.mneme.MemoryEngine;
import dev.mneme.Searchable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which namespaces a command works on: one, the default one, or all. */
public final class Scope {
  @ArgGroup(exclusive = true)
  private Choice choice = new Choice();

  private static final class Choice {
    @Option(
        names = "--namespace",
        paramLabel = "NS",
        description = "The namespace; \"default\" where none is given.")
    private @Nullable String namespace;

    @Option(names = "--everywhere", description = "All namespaces.")
    private boolean everywhere;
  }

  public boolean everywhere() {
    return choice.everywhere;
  }

  /** The one namespace; not asked where the scope is everywhere. */
  public String namespace() {
    return choice.namespace == null ? MemoryEngine.DEFAULT_NAMESPACE : choice.namespace;
  }

  /** Where to read. */
  public Searchable in(MemoryEngine engine) {
    return everywhere() ? engine.everywhere() : engine.namespace(namespace());
  }

  /** The names of the namespaces, sorted. */
  public List<String> names(MemoryEngine engine) {
    return everywhere() ? engine.namespaces() : List.of(engine.namespace(namespace()).name());
  }
}
