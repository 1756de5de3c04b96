package dev.mneme.bench.report;

import dev.mneme.bench.peers.EngineKind;
import dev.mneme.bench.worker.Launcher;
import java.util.List;

/**
 * An engine in a run: usually of this build; two of one kind compare two builds.
 *
 * @param key in results
 * @param label for people
 */
public record Contestant(EngineKind kind, String key, String label, Launcher launcher) {
  Contestant withOptions(List<String> options) {
    return new Contestant(kind, key, label, launcher.with(options));
  }

  static Contestant of(EngineKind kind) {
    return new Contestant(kind, kind.key(), kind.label(), Launcher.ofThisBuild());
  }
}
