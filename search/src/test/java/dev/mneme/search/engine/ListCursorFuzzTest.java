package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mneme.core.FuzzInput;
import dev.mneme.error.InvalidRequestException;

/** Any text is a cursor that comes back as it was, or a typed error. */
class ListCursorFuzzTest {
  @FuzzTest
  void cursor(byte[] bytes) {
    ListCursor cursor;
    try {
      cursor = ListCursor.decode(FuzzInput.text(bytes));
    } catch (InvalidRequestException typed) {
      assertThat(typed.getMessage()).contains("cursor").doesNotContain("\n");
      return;
    }
    assertThat(ListCursor.decode(cursor.encode())).isEqualTo(cursor);
  }
}
