package dev.mneme.bench;

import dev.mneme.bench.data.DataSet;
import dev.mneme.bench.data.WordNet;
import dev.mneme.bench.quality.Quality;
import dev.mneme.Durability;
import dev.mneme.embedders.LocalEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openjdk.jmh.Main;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of the benchmarks. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Benchmarks of Mneme.",
    subcommands = {
      Bench.Data.class,
      MeasureCommands.Report.class,
      MeasureCommands.Versus.class,
      ReportCommands.Page.class,
      ReportCommands.Table.class,
      ReportCommands.Compare.class,
      Bench.Speed.class,
      Bench.Bulk.class,
      Bench.Vectors.class,
      MillionCommand.class,
      Bench.QualityCommand.class,
      Bench.Jmh.class
    })
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  /** Where everything is kept. */
  static final class WorkDirectory {
    @Option(
        names = "--work",
        description = "where data and stores are kept (default: ${DEFAULT-VALUE})")
    Path path = Path.of(System.getProperty("mneme.bench.work", "bench/target/work"));
  }

  @Command(
      name = "data",
      description = "Make a data set: wordnet embeds glosses, words fetches word vectors by npm.",
      mixinStandardHelpOptions = true)
  static final class Data implements Callable<Integer> {
    @CommandLine.Mixin WorkDirectory work = new WorkDirectory();

    @Option(names = "--set", description = "wordnet or words (default: ${DEFAULT-VALUE})")
    DataSet set = DataSet.WORDNET;

    @Override
    public Integer call() {
      try {
        var data = set.files(work.path, 0);
        System.out.printf(
            "%s: %,d rows of %d dimensions, the last %,d are queries%n",
            data.name(), data.rows(), data.dimension(), data.queries());
        return 0;
      } catch (IOException e) {
        System.err.println("skipped: " + e.getMessage());
        return 1;
      }
    }
  }

  @Command(
      name = "vectors",
      description = "The vector index alone: load, filters, deletions, updates, background work.",
      mixinStandardHelpOptions = true)
  static final class Vectors implements Callable<Integer> {
    @CommandLine.Mixin WorkDirectory work = new WorkDirectory();

    @Option(
        names = "--file",
        description = "rows of little-endian float32 instead of WordNet's; the last 1,000 query")
    Optional<Path> file = Optional.empty();

    @Option(names = "--dimension", description = "of the file (default: ${DEFAULT-VALUE})")
    int dimension = 384;

    @Option(names = "--set", description = "wordnet or words (default: ${DEFAULT-VALUE})")
    DataSet set = DataSet.WORDNET;

    @Option(names = "--most", description = "how many to index (default: all)")
    int most = Integer.MAX_VALUE;

    @Option(
        names = "--only",
        split = ",",
        description = "efforts, tails, filters, sealing, deletions, updates (default: all)")
    Set<VectorBenchmark.Part> only = EnumSet.allOf(VectorBenchmark.Part.class);

    @Override
    public Integer call() throws Exception {
      var directory = work.path.resolve("vectors");
      if (file.isPresent()) {
        new VectorBenchmark(file.get(), dimension, most, directory).run(only);
      } else {
        var data = set.files(work.path, 0);
        new VectorBenchmark(data.vectors(), data.dimension(), most, directory).run(only);
      }
      return 0;
    }
  }

  @Command(
      name = "speed",
      description = "Add, get, search, open, fsync and heap on the WordNet set.",
      mixinStandardHelpOptions = true)
  static final class Speed implements Callable<Integer> {
    @CommandLine.Mixin WorkDirectory work = new WorkDirectory();

    @Option(names = "--memories", description = "how many to index (default: ${DEFAULT-VALUE})")
    int memories = 100_000;

    @Override
    public Integer call() throws Exception {
      new SpeedBenchmark(
              WordNet.load(work.path.resolve("wordnet")), memories, work.path.resolve("speed"))
          .run();
      return 0;
    }
  }

  @Command(
      name = "bulk",
      description = "A bulk load through the engine until everything is sealed and durable.",
      mixinStandardHelpOptions = true)
  static final class Bulk implements Callable<Integer> {
    @CommandLine.Mixin WorkDirectory work = new WorkDirectory();

    @Option(names = "--memories", description = "how many to load (default: ${DEFAULT-VALUE})")
    int memories = 112_000;

    @Option(names = "--batch", description = "how many a call (default: ${DEFAULT-VALUE})")
    int batch = 1_000;

    @Option(names = "--rounds", description = "loads in one JVM (default: ${DEFAULT-VALUE})")
    int rounds = 2;

    @Option(names = "--durability", description = "SYNC or ASYNC (default: ${DEFAULT-VALUE})")
    Durability durability = Durability.SYNC;

    @Override
    public Integer call() throws Exception {
      var data = WordNet.load(work.path.resolve("wordnet"));
      new BulkBenchmark(data, memories, batch, work.path.resolve("bulk")).run(rounds, durability);
      return 0;
    }
  }

  @Command(
      name = "quality",
      description = "Recall, nDCG and MRR on sets of memories.jsonl and queries.jsonl.",
      mixinStandardHelpOptions = true)
  static final class QualityCommand implements Callable<Integer> {
    @CommandLine.Mixin WorkDirectory work = new WorkDirectory();

    @Parameters(
        arity = "1..*",
        paramLabel = "DIRECTORY",
        description = "with a set, or with directories that hold one each")
    List<Path> directories = List.of();

    @Option(names = "--embedder", description = "bge-small or minilm (default: ${DEFAULT-VALUE})")
    String embedder = "bge-small";

    @Option(names = "--k", description = "how many hits count (default: ${DEFAULT-VALUE})")
    int k = 10;

    @Override
    public Integer call() throws Exception {
      var model =
          switch (embedder) {
            case "bge-small" -> LocalEmbedder.bgeSmall();
            case "minilm" -> LocalEmbedder.miniLm();
            default -> throw new IllegalArgumentException("no embedder is called " + embedder);
          };
      new Quality(work.path.resolve("quality").resolve(embedder), model, k).run(directories);
      return 0;
    }
  }

  @Command(
      name = "jmh",
      description = "The JMH benchmarks, with -prof gc; all arguments go to JMH.")
  static final class Jmh implements Callable<Integer> {
    @CommandLine.Unmatched List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
      if (!arguments.contains("-prof")) {
        arguments.addAll(List.of("-prof", "gc"));
      }
      Main.main(arguments.toArray(String[]::new));
      return 0;
    }
  }
}
