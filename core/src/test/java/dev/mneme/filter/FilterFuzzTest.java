package dev.mneme.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mneme.core.FuzzInput;
import dev.mneme.error.InvalidRequestException;
import java.util.Map;

/** Any text is a filter or a typed error; what is a filter comes back as it was when printed. */
class FilterFuzzTest {
  @FuzzTest
  void grammar(byte[] bytes) {
    Filter filter;
    try {
      filter = Filter.parse(FuzzInput.text(bytes));
    } catch (InvalidRequestException typed) {
      assertThat(typed.getMessage()).doesNotContain("\n");
      return;
    }
    var printed = FilterText.render(filter);
    assertThat(Filter.parse(printed)).as(printed).isEqualTo(filter);
    FilterEvaluator.matches(filter, Map.of());
  }
}
