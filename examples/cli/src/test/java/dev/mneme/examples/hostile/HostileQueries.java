package dev.mneme.examples.hostile;

import dev.mneme.examples.hostile.HostileInputChild.Case;
import dev.mneme.request.ListRequest;
import dev.mneme.Namespace;
import dev.mneme.request.Diversity;
import dev.mneme.request.Fusion;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Searches and lists. */
final class HostileQueries {
  private final Namespace namespace;
  private final List<Case> cases = new ArrayList<>();

  HostileQueries(Namespace namespace) {
    this.namespace = namespace;
  }

  List<Case> all() {
    words();
    syntax();
    numbers();
    vectors();
    lists();
    return cases;
  }

  private void words(String name, String text) {
    cases.add(
        new Case(
            "words: " + name,
            () ->
                namespace.search(
                    SearchRequest.text(text).highlight(true).snippet(20).explain(true).build())));
  }

  private void syntax(String name, String text) {
    cases.add(
        new Case(
            "syntax: " + name,
            () ->
                namespace.search(
                    SearchRequest.builder().textSyntax(text).highlight(true).build())));
  }

  private void request(String name, UnaryOperator<SearchRequest.Builder> change) {
    cases.add(
        new Case(
            "request: " + name,
            () ->
                namespace.search(
                    change.apply(SearchRequest.text("alpha").vector(1, 0, 0, 0)).build())));
  }

  private void words() {
    words("one of 1 MiB", "x".repeat(1 << 20));
    words("one of 64 KiB", "x".repeat(1 << 16));
    words("100,000", many(100_000, i -> "w" + i));
    words("30,000 short", many(30_000, i -> "" + (char) ('a' + i % 26)));
    words("8,000 different", many(8_000, i -> "w" + i));
    words("NUL", "alpha\0beta");
    words("surrogate", "alpha \ud800 beta");
    words("right to left", "\u202e\u05e9\u05dc\u05d5\u05dd alpha");
    words("control characters", "\u0001\u0007\u001b[31m alpha");
    words("combining", "a" + "\u0301".repeat(30_000));
    words("zero width", "\u200b\u200d\ufeff".repeat(5_000));
    words("emoji family", "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67".repeat(2_000));
    words("punctuation", "?*~^:\"()[]{}!&|+-\\/".repeat(3_000));
    words("blank", "   ");
    words("empty", "");
  }

  private void syntax() {
    syntax("star", "*");
    syntax("all of all", "*:*");
    syntax("leading star", "*a");
    syntax("prefixes", "w* ".repeat(1_000));
    syntax("question marks", "?".repeat(10_000));
    syntax("fuzzy", "alpha~99999999999");
    syntax("very fuzzy", "a~2 ".repeat(5_000));
    syntax("slop", "\"alpha beta\"~999999999");
    syntax("boost", "alpha^1e38");
    syntax("boost NaN", "alpha^NaN");
    syntax("negative boost", "alpha^-5");
    syntax("regex", "/(a+)+$/");
    syntax("range", "[a TO z]");
    syntax("20,000 parentheses", "(".repeat(20_000));
    syntax("balanced parentheses", "(".repeat(5_000) + "a" + ")".repeat(5_000));
    syntax("10,000 AND", "a AND ".repeat(10_000) + "a");
    syntax("operators", "+-!".repeat(10_000));
    syntax("backslash", "alpha\\");
    syntax("field", "namespace:other");
    syntax("open phrase", "\"" + "a ".repeat(10_000));
    syntax("long phrase", "\"" + many(5_000, i -> "w" + i) + "\"");
    syntax("NUL", "a\0*");
    syntax("control characters", "\u001b[31m (");
    syntax("only NOT", "-alpha");
  }

  private void numbers() {
    request("limit 10^9", r -> r.limit(1_000_000_000));
    request("limit MAX", r -> r.limit(Integer.MAX_VALUE).offset(Integer.MAX_VALUE));
    request("limit 10,000", r -> r.limit(10_000));
    request("limit 0", r -> r.limit(0));
    request("offset 10^9", r -> r.offset(1_000_000_000));
    request("offset 90,000", r -> r.offset(90_000).limit(10_000));
    request("ef 10^9", r -> r.ef(1_000_000_000));
    request("ef 100,000", r -> r.ef(100_000));
    request("a nanosecond", r -> r.timeout(Duration.ofNanos(1)));
    request("an eternity", r -> r.timeout(Duration.ofSeconds(Long.MAX_VALUE)));
    request("negative timeout", r -> r.timeout(Duration.ofSeconds(Long.MIN_VALUE)));
    request("long half-life", r -> r.recencyHalfLife(Duration.ofSeconds(Long.MAX_VALUE)));
    request("short half-life", r -> r.recencyHalfLife(Duration.ofNanos(1)));
    request("relevance NaN", r -> r.minRelevance(Double.NaN));
    request("weight NaN", r -> r.leg(Leg.TEXT, Double.NaN));
    request("weight 10^308", r -> r.leg(Leg.TEXT, 1e308).leg(Leg.VECTOR, 1e308));
    request("tiny weight", r -> r.leg(Leg.TEXT, Double.MIN_VALUE));
    request("k 0", r -> r.fusion(new Fusion.ReciprocalRank(0)));
    request("k MIN", r -> r.fusion(new Fusion.ReciprocalRank(Integer.MIN_VALUE)));
    request("lambda NaN", r -> r.diversity(new Diversity(Double.NaN, 10)));
    request("candidates 10^9", r -> r.diversity(new Diversity(0.5, 1_000_000_000)));
    request("snippet 10^9", r -> r.snippet(1_000_000_000));
    request("all of time", r -> r.from(Instant.MIN).to(Instant.MAX));
    request("no time", r -> r.from(Instant.MAX));
    request("reversed time", r -> r.from(Instant.MAX).to(Instant.MIN));
  }

  private void vectors() {
    request("NaN", r -> r.vector(Float.NaN, 0, 0, 0));
    request("infinite", r -> r.vector(Float.NEGATIVE_INFINITY, 0, 0, 0));
    request("zero", r -> r.vector(0, 0, 0, 0));
    request("3 dimensions", r -> r.vector(1, 2, 3));
    request("no dimension", r -> r.vector(new float[0]));
    request("10^7 dimensions", r -> r.vector(new float[10_000_000]));
    request("huge", r -> r.vector(3e38f, 3e38f, 3e38f, 3e38f));
    request("denormal", r -> r.vector(1e-45f, 0, 0, 1e-45f));
  }

  private void lists() {
    list("limit 10^9", ListRequest.newest(1_000_000_000).build());
    list("no cursor", ListRequest.newest(3).after("\0\0\0").build());
    list("cursor of 1 MiB", ListRequest.newest(3).after("A".repeat(1 << 20)).build());
    for (byte fill : new byte[] {0, 0x7f, -1, -128}) {
      var bytes = new byte[12];
      java.util.Arrays.fill(bytes, fill);
      bytes[8] &= 0x7f;
      var cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      list("cursor of " + fill, ListRequest.newest(3).after(cursor).build());
      list("oldest, cursor of " + fill, ListRequest.oldest(3).after(cursor).build());
    }
  }

  private void list(String name, ListRequest request) {
    cases.add(new Case("list: " + name, () -> namespace.list(request)));
  }

  private static String many(int count, java.util.function.IntFunction<String> word) {
    return IntStream.range(0, count).mapToObj(word).collect(Collectors.joining(" "));
  }
}
