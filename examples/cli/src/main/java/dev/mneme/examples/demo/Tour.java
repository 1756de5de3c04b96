package dev.mneme.examples.demo;

import dev.mneme.filter.Filter;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The questions of the demo. Ada and Ben talk to their assistants and families; a team at Ben's new
 * job keeps notes.
 */
final class Tour {
  private static final int HITS = 2;
  private static final Optional<String> ADA = Optional.of("user:ada");
  private static final Optional<String> BEN = Optional.of("user:ben");
  private static final Optional<String> EVERYWHERE = Optional.empty();

  private Tour() {}

  static List<Question> questions() {
    return List.of(
        ask("Words: a name that occurs once", ADA, "berth 14C", "", request("berth 14C").limit(1)),
        ask(
            "Meaning: no word of the question is in the answers",
            ADA,
            "Which ingredients are dangerous?",
            "",
            request("Which ingredients are dangerous?")),
        ask(
            "Words and meaning together, and how that was done",
            BEN,
            "What did the professor write about the exam?",
            "--explain",
            request("What did the professor write about the exam?").explain(true)),
        ask(
            "Time: only what happened in June",
            ADA,
            "What happened with the boat?",
            "--from 2025-06-01 --to 2025-07-01",
            request("What happened with the boat?")
                .from(Instant.parse("2025-06-01T00:00:00Z"))
                .to(Instant.parse("2025-07-01T00:00:00Z"))
                .limit(3)),
        filtered(),
        ask(
            "Expiry: the password of May is gone, that of June is there",
            ADA,
            "guest wifi password",
            "",
            request("guest wifi password").limit(1)),
        ask("A wall: Ada asks about her dog", ADA, "dog and vet", "", request("dog and vet")),
        ask("A wall: Ben asks the same", BEN, "dog and vet", "", request("dog and vet").limit(1)),
        ask(
            "Across all walls, because it says so",
            EVERYWHERE,
            "eleven minutes every morning",
            "",
            request("eleven minutes every morning")),
        ask(
            "Newest first, without a question",
            BEN,
            "",
            "--legs time",
            SearchRequest.builder().legs(Set.of(Leg.TIME)).limit(HITS)));
  }

  private static Question filtered() {
    var filter = "tags CONTAINS 'wedding' AND importance >= 4 AND NOT speaker = 'Ada'";
    return ask(
        "Attributes: what others said about the wedding, if it mattered",
        ADA,
        "Who does what at the party?",
        "--filter \"" + filter + "\"",
        request("Who does what at the party?").filter(Filter.parse(filter)));
  }

  private static SearchRequest.Builder request(String text) {
    return SearchRequest.text(text).limit(HITS);
  }

  private static Question ask(
      String shows,
      Optional<String> namespace,
      String text,
      String options,
      SearchRequest.Builder builder) {
    var request = builder.highlight(true).build();
    var command =
        Stream.of(
                "search",
                text.isEmpty() ? "" : "\"" + text + "\"",
                namespace.map(name -> "--namespace " + name).orElse("--everywhere"),
                options,
                "--limit " + request.limit())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "));
    return new Question(shows, namespace, text, command, request);
  }
}
