package dev.mneme.index.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.index.text.query.ParsedQuery;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which spellings of a word find it, and which rank first. */
class WordFormsTest {
  @TempDir private Path directory;

  private int[] found(String text, String query) {
    try (var store = new TextFixture(directory)) {
      store.add(text, "something else entirely");
      return store.search(query, 10).ordinals();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "we met at the caf\u00e9 today | cafe\u0301",
        "we met at the cafe\u0301 today | caf\u00e9",
        "we met at the caf\u00e9 today | CAFE\u0301",
        "I don\u2019t know O\u2019Brien | O'Brien",
        "I don't know O'Brien | O\u2019Brien",
        "I don't know | don\u2019t",
        "the o\uFB03ce of the \uFB01nance \uFB02oor | office",
        "the office floor | \uFB02oor",
        "\uFF26\uFF35\uFF2C\uFF2C width | full",
        "full width | \uFF26\uFF35\uFF2C\uFF2C",
        "super\u00adcali\u00adfragilistic | supercalifragilistic",
        "supercalifragilistic | super\u00adcalifragilistic",
        "pass\u200bword | password",
        "pass\u2060word | password",
        "\ufeffpassword | password",
        "order ORD\u20112024\u201100017 | ORD-2024-00017",
        "Stra\u00dfe | STRASSE",
        "STRASSE | stra\u00dfe",
        "\u212bngstr\u00f6m | \u00c5ngstro\u0308m",
        "caf\u00e9 | cafe",
        "cafe | caf\u00e9",
        "\u0141\u00f3d\u017a | lodz",
        "na\u00efve r\u00e9sum\u00e9s | naive",
        "na\u00efve r\u00e9sum\u00e9s | resumes",
        "this is _important_ now | important",
        "this is _important_ now | _important_",
        "this is __very urgent__ now | urgent",
        "this is __very urgent__ now | very",
        "this is **very** now | very",
        "name:Paula | Paula",
        "name:Paula | name",
        "name:Paula | name:paula",
        "we were in Paris.It rained | Paris",
        "we were in Paris.It rained | rained",
        "call get_user_profile here | profile",
        "call get_user_profile here | user profile",
        "call get_user_profile here | get_user_profile",
        "see guide.html | guide",
        "see guide.html | html",
        "see guide.html | GUIDE.HTML",
        "call getUserProfile here | profile",
        "call getUserProfile here | getuserprofile",
        "call getUserProfile here | get_user_profile",
        "an HTMLParser | parser",
        "an HTMLParser | html",
        "order ORD-2024-00017 came | ord-2024-00017",
        "order ORD-2024-00017 came | 00017",
        "GPT-4o wrote it | gpt-4o",
        "learn C++ now | C++",
        "learn C# now | c#",
        "on .NET now | .net",
        "with node.js now | node.js",
        "with node.js now | node",
        "the U.S.A. team | USA",
        "the U.S.A. team | u.s.a.",
        "mail paula@example.com | paula@example.com",
        "mail paula@example.com | example.com",
        "AT&T sells | AT&T",
        "to be or not to be | to be or not to be",
        "is IT here | IT",
        "The Who played | The Who",
      })
  void search_findsTheWord_inAnotherForm(String text, String query) {
    assertThat(found(text, query)).as("%s in %s", query, text).contains(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "caf\u00e9 | the caf\u00e9 there | the cafe there",
        "cafe | the cafe there | the caf\u00e9 there",
        "caf\u00e9 | the caf\u00e9 there | the caf\u00e8 there",
        "resume | my resume there | my r\u00e9sum\u00e9 there",
        "r\u00e9sum\u00e9 | my r\u00e9sum\u00e9 there | my resume there",
        "guide.html | the guide.html there | the guide html there",
        "get_user_profile | the get_user_profile there | the get user profile there",
        "getUserProfile | the getUserProfile there | the get user profile there",
        "C++ | learn C++ there | learn C there",
        "C# | learn C# there | learn C there",
        "C | learn C there | learn D there",
        ".NET | the .NET there | the net there",
        "GPT-4o | the GPT-4o there | the GPT 4o there",
        "ORD-2024-00017 | the ORD-2024-00017 there | the ORD-2024-00018 there",
        "ORD-2024-00017 | the ORD-2024-00017 there | the 00017 ORD 2024 there",
        "node.js | the node.js there | the js node there",
        "IT | ask the IT there | is it there",
        "_important_ | an _important_ there | an important there",
      })
  void search_ranksTheExactFormFirst(String query, String exact, String other) {
    for (var texts : new String[][] {{exact, other}, {other, exact}}) {
      int index = Arrays.asList(texts).indexOf(exact);
      try (var store = new TextFixture(directory.resolve(texts[0].hashCode() + "" + index))) {
        store.add(texts);
        store.add("something else", "and nothing of it");
        var hits = store.search(query, 10);
        assertThat(hits.ordinals()[0]).as(query).isEqualTo(index);
        assertThat(hits.size() == 1 || hits.scores()[0] > hits.scores()[1]).as(query).isTrue();
      }
    }
  }

  @Test
  void plainWords_areOneTermEach() {
    try (var store = new TextFixture(directory)) {
      store.add("Caroline told Melanie about the caf\u00e9 and about her running group");
      var statistics = new java.util.ArrayList<String>();
      for (String word : new String[] {"Caroline", "running", "cafe"}) {
        var query = (ParsedQuery) store.view.parse(word);
        statistics.addAll(query.terms());
      }
      assertThat(statistics).containsExactly("carolin", "run", "cafe");
    }
  }
}
