package dev.mneme.bench;

import dev.mneme.bench.data.DataSet;
import dev.mneme.bench.peers.EngineKind;
import dev.mneme.bench.report.Contestant;
import dev.mneme.bench.report.Extent;
import dev.mneme.bench.report.HtmlPage;
import dev.mneme.bench.report.Progress;
import dev.mneme.bench.report.ReportRun;
import dev.mneme.bench.report.Results;
import dev.mneme.bench.worker.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What measures all engines, or two builds, side by side. */
final class MeasureCommands {
  private static final String OWN = EngineKind.MNEME.key();
  private static final String OTHER = OWN + "-other";

  /** Processes of one build differ by more than rounds of one process. */
  private static final int FORKS = 3;

  private MeasureCommands() {}

  /** How much to measure, and where. */
  static final class Measuring {
    @Mixin Bench.WorkDirectory work = new Bench.WorkDirectory();

    @Option(
        names = "--minutes",
        description = "about how long to measure all engines (default: ${DEFAULT-VALUE})")
    int minutes = 20;

    @Option(names = "--quick", description = "about three minutes, small and rough")
    boolean quick;

    @Option(names = "--sizes", split = ",", description = "how many memories, such as 10000,30000")
    List<Integer> sizes = List.of();

    @Option(names = "--engines", split = ",", description = "such as mneme,lucene,jvector")
    List<String> engines = List.of();

    @Option(names = "--rounds", description = "samples of each figure and process")
    int rounds;

    @Option(
        names = "--forks",
        description = "so many processes of each engine, one after the other (versus: 3)")
    int forks;

    @Option(
        names = "--only",
        split = ",",
        description =
            "vector, hybrid, filters, allocation, memory, reopen, operations, mixed, users")
    Set<String> only = Set.of();

    @Option(
        names = "--synthetic",
        description = "clustered synthetic vectors instead of WordNet, for sizes beyond it")
    boolean synthetic;

    @Option(names = "--set", description = "wordnet, words or clusters (default: ${DEFAULT-VALUE})")
    DataSet set = DataSet.WORDNET;

    @Option(names = "--efs", split = ",", description = "depths to sweep, for all engines")
    List<Integer> efs = List.of();

    @Option(names = "--out", description = "directory to write (default: ${DEFAULT-VALUE})")
    Path out = Path.of("bench/target/report");

    Extent extent() {
      var extent = (quick ? Extent.quick() : Extent.minutes(minutes)).withOnly(only);
      extent = sizes.isEmpty() ? extent : extent.withSizes(sizes);
      extent = rounds == 0 ? extent : extent.withRounds(rounds);
      extent = extent.withEfs(efs.isEmpty() ? chosen().efs() : efs);
      extent = forks == 0 ? extent : extent.withForks(forks);
      return engines.isEmpty()
          ? extent
          : extent.withEngines(engines.stream().map(EngineKind::of).toList());
    }

    private DataSet chosen() {
      return synthetic ? DataSet.CLUSTERS : set;
    }

    ReportRun run() {
      return new ReportRun(extent(), work.path, new Progress(System.err));
    }

    Results measure(ReportRun run, ReportRun.Listener listener) throws IOException {
      Files.createDirectories(out);
      var chosen = chosen();
      return run.run(size -> chosen.files(work.path, size), listener);
    }
  }

  @Command(
      name = "report",
      description = "Measure all engines side by side; writes results.json and report.html.",
      mixinStandardHelpOptions = true)
  static final class Report implements Callable<Integer> {
    @Mixin Measuring measuring = new Measuring();

    @Override
    public Integer call() throws Exception {
      write(measuring.measure(measuring.run(), this::write));
      System.out.println(measuring.out.resolve("report.html"));
      return 0;
    }

    private void write(Results results) throws IOException {
      results.write(measuring.out.resolve("results.json"));
      HtmlPage.write(results, measuring.out.resolve("report.html"));
    }
  }

  @Command(
      name = "versus",
      description = {
        "This build beside another checkout's, round by round in one run; writes A.json (the other)"
            + " and B.json (this), compares them, and exits 1 where this one is slower.",
        "The other checkout must have been built by its own bench/bench; this one is fine too."
      },
      mixinStandardHelpOptions = true)
  static final class Versus implements Callable<Integer> {
    @Mixin Measuring measuring = new Measuring();

    @Parameters(paramLabel = "CHECKOUT", description = "root directory of the other checkout")
    Path other = Path.of("");

    @Option(names = "--java-option", description = "for this build's JVM; may be repeated")
    List<String> options = List.of();

    @Option(
        names = "--other-java-option",
        description = "for the other build's JVM; may be repeated")
    List<String> otherOptions = List.of();

    @Option(names = "--threshold", description = "as for compare")
    double threshold;

    @Override
    public Integer call() throws Exception {
      var launcher = Launcher.of(other).with(otherOptions);
      var contestant =
          new Contestant(EngineKind.MNEME, OTHER, EngineKind.MNEME.label() + ", other", launcher);
      measuring.forks = measuring.forks == 0 ? FORKS : measuring.forks;
      if (measuring.engines.isEmpty()) {
        measuring.engines = List.of(OWN); // the others are no part of the comparison
      }
      var own = measuring.run().withOptions(EngineKind.MNEME, options);
      var results = measuring.measure(own.with(contestant), _ -> {});
      var a = measuring.out.resolve("A.json");
      var b = measuring.out.resolve("B.json");
      results.renamed(OTHER, OWN).write(a);
      results.renamed("", OTHER).write(b);
      return ReportCommands.Compare.print(a, b, OWN, threshold);
    }
  }
}
