package dev.mneme.examples.demo;

import dev.mneme.core.filter.Filter;
import dev.mneme.search.request.Fusion;
import dev.mneme.search.request.Leg;
import dev.mneme.search.request.SearchRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The questions of the demo. Ada and Ben talk to their assistants and families; a team at Ben's new job keeps notes. */
final class Tour {
  private static final int HITS = 3;
  private static final Optional<String> ADA = Optional.of("user:ada");
  private static final Optional<String> BEN = Optional.of("user:ben");
  private static final Optional<String> EVERYWHERE = Optional.empty();

  private Tour() {}

  static List<Question> questions() {
    return List.of(
        ask("Words: a name that occurs once", ADA, "berth 14C", "", request("berth 14C")),
        ask(
            "Meaning: the best answer shares no word with the question",
            ADA,
            "Which ingredients are dangerous for me?",
            "",
            request("Which ingredients are dangerous for me?")),
        ask(
            "Words and meaning as one list, and how that was done",
            BEN,
            "Did he pass the exam?",
            "--fusion relative --explain",
            request("Did he pass the exam?").fusion(Fusion.relativeScore()).explain(true)),
        ask(
            "Time: only what happened in June",
            ADA,
            "What happened with the boat?",
            "--from 2025-06-01 --to 2025-07-01",
            request("What happened with the boat?")
                .from(Instant.parse("2025-06-01T00:00:00Z"))
                .to(Instant.parse("2025-07-01T00:00:00Z"))),
        filtered(),
        ask(
            "Expiry: the password of May is gone, that of June is there",
            ADA,
            "guest wifi password",
            "--limit 1",
            request("guest wifi password").limit(1)),
        ask("A wall: what is my dog up to, asked by Ada", ADA, "my dog at the vet", "", request("my dog at the vet")),
        ask("A wall: the same, asked by Ben", BEN, "my dog at the vet", "", request("my dog at the vet")),
        ask(
            "Across the wall, only because it says so",
            EVERYWHERE,
            "the former baker saves eleven minutes",
            "--everywhere",
            request("the former baker saves eleven minutes")),
        ask(
            "Newest first, no words at all",
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
      String shows, Optional<String> namespace, String text, String options, SearchRequest.Builder request) {
    return new Question(shows, namespace, text, options, request.highlight(true).build());
  }
}
