package dev.mneme.bench;

import dev.mneme.bench.report.Comparison;
import dev.mneme.bench.report.HtmlPage;
import dev.mneme.bench.report.MarkdownTable;
import dev.mneme.bench.report.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be done with results that are there. */
final class ReportCommands {
  private ReportCommands() {}

  @Command(
      name = "table",
      description = "Print the README's comparison table.",
      mixinStandardHelpOptions = true)
  static final class Table implements Callable<Integer> {
    @Parameters(paramLabel = "RESULTS", description = "results.json of a report")
    Path results = Path.of("");

    @Override
    public Integer call() throws Exception {
      System.out.print(new MarkdownTable(Results.read(results)).render());
      return 0;
    }
  }

  @Command(
      name = "page",
      description = "Make the page of charts from results that are there.",
      mixinStandardHelpOptions = true)
  static final class Page implements Callable<Integer> {
    @Parameters(paramLabel = "RESULTS", description = "results.json of a report")
    Path results = Path.of("");

    @Override
    public Integer call() throws Exception {
      var page = results.resolveSibling("report.html");
      HtmlPage.write(Results.read(results), page);
      System.out.println(page);
      return 0;
    }
  }

  @Command(
      name = "compare",
      description = {
        "What became slower or faster from one run to another; exits 1 where something is slower,"
            + " 2 where nothing can be judged.",
        "Costs above 1 are worse, with their 99% interval; what the other engines did in the same"
            + " rounds is taken for the machine's doing and divided out."
      },
      mixinStandardHelpOptions = true)
  static final class Compare implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "results.json of the first run")
    Path a = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "results.json of the second run")
    Path b = Path.of("");

    @Option(names = "--engine", description = "which to judge (default: ${DEFAULT-VALUE})")
    String engine = "mneme";

    @Option(
        names = "--threshold",
        description =
            "a change counts when its interval lies beyond 1 + this; three times this for p99,"
                + " twice for writes (default: 0.05 within one run, 0.1 between two)")
    double threshold;

    @Override
    public Integer call() throws Exception {
      return print(a, b, engine, threshold);
    }

    /** The exit status. */
    static int print(Path a, Path b, String engine, double threshold) throws IOException {
      var first = Results.read(a);
      var second = Results.read(b);
      System.out.printf("%s (%s) -> %s (%s)%n", a, first.commit(), b, second.commit());
      System.out.println("work            memories  metric                       cost   99%");
      var changes = new Comparison(first, second, engine, threshold).changes();
      changes.forEach(System.out::println);
      if (changes.stream().allMatch(c -> c.verdict() == Comparison.Verdict.TOO_FEW_ROUNDS)) {
        System.out.println("nothing that both runs measured often enough to judge " + engine);
        return 2;
      }
      long slower =
          changes.stream().filter(change -> change.verdict() == Comparison.Verdict.SLOWER).count();
      System.out.println(slower == 0 ? "no change for the worse" : slower + " became slower");
      return slower == 0 ? 0 : 1;
    }
  }
}
