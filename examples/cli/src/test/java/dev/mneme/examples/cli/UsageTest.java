package dev.mneme.examples.cli;

import static dev.mneme.examples.cli.CliRun.mneme;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                       | a command is missing",
        "frobnicate                               | Unmatched argument at index 0: 'frobnicate'",
        "search x                                 | Missing required option: '--store=DIR'",
        "search --store S                         | search needs a text, a --vector or both, or a file of --queries",
        "search --store S x --queries f           | search needs a text, a --vector or both, or a file of --queries",
        "search --store S x --nonsense            | Unknown option: '--nonsense'",
        "search --store S x --limit ten           | Invalid value for option '--limit': 'ten' is not an int",
        "search --store S x --legs text,smell     | Invalid value for option '--legs'",
        "search --store S x --fusion magic        | Invalid value for option '--fusion'",
        "search --store S x --namespace a --everywhere | --namespace=NS, --everywhere are mutually exclusive",
        "ingest --store S                         | Missing required parameter: 'FILE|DIR'",
        "ingest --store S f --embedder gpt        | Invalid value for option '--embedder': 'gpt' is none of bge-small, minilm, none",
        "ingest --store S f --durability maybe    | Invalid value for option '--durability'",
        "delete --store S                         | Error: Missing required argument (specify one of these)",
        "delete --store S a --filter x            | are mutually exclusive",
        "get --store S                            | Missing required parameter: 'ID'"
      })
  void wrongUsage_isStatusTwoAndSaysWhy(String line, String reason) {
    var run = mneme((Object[]) (line.isEmpty() ? new String[0] : line.split(" +")));

    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("mneme: ").contains(reason).contains("--help'.");
    assertThat(run.err().lines()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text=0.7,0.3", "0.5,0.5,0.5,0.5", "smell=1", "text=heavy"})
  void wrongWeights_areWrongUsage(String weights) throws Exception {
    TestStores.empty(directory);

    var run = mneme("search", "--store", directory, "x", "--weights", weights);

    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).startsWith("mneme: ").contains("--weights");
  }

  @Test
  void weights_mustFitTheLegs() throws Exception {
    TestStores.empty(directory);

    assertThat(
            mneme("search", "--store", directory, "x", "--legs", "text", "--weights", "1,2").err())
        .startsWith("mneme: --weights has 2 numbers for 1 legs");
    assertThat(
            mneme("search", "--store", directory, "x", "--legs", "text", "--weights", "vector=1")
                .err())
        .startsWith("mneme: --weights names 'vector', which is none of the legs");
  }

  @Test
  void help_isOnTheStandardOutput() {
    for (var args : new Object[][] {{"--help"}, {"search", "--help"}, {"ingest", "-h"}}) {
      var run = mneme(args).ok();
      assertThat(run.out()).startsWith("Usage: mneme");
    }
  }

  @Test
  void version_isOneLine() {
    assertThat(mneme("--version").ok().out()).startsWith("mneme ").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "serach x, search",
    "exprot --store S, export",
    "search x --store S --limt 3, --limit"
  })
  void misspelling_isAnsweredWithWhatMayBeMeant(String line, String meant) {
    var run = mneme((Object[]) line.split(" "));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(3);
    assertThat(run.err()).containsPattern("\nDid you mean .*" + meant + ".*\\?\nTry '");
  }

  @Test
  void helpOfACommand_isThatOfItsOption() {
    assertThat(mneme("help", "search").ok().out()).isEqualTo(mneme("search", "--help").ok().out());
    assertThat(mneme("help").ok().out()).isEqualTo(mneme("--help").ok().out());
    var unknown = mneme("help", "serach");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("'serach'").contains("Did you mean");
  }

  @Test
  void completion_isAScriptThatKnowsEveryCommandAndOption() throws Exception {
    var script = mneme("generate-completion").ok().out();

    assertThat(script).contains("complete ", "search", "generate-completion", "--min-relevance");
    var file = Files.writeString(directory.resolve("completion.sh"), script);
    var shell = new ProcessBuilder("sh", "-n", file.toString()).inheritIO();
    if (Files.isExecutable(Path.of("/bin/bash"))) {
      shell.command("/bin/bash", "-n", file.toString());
      assertThat(shell.start().waitFor()).isZero();
    }
  }
}
