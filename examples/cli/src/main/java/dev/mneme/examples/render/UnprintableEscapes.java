package dev.mneme.examples.render;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.mneme.core.text.Printable;
import org.jspecify.annotations.Nullable;

/** Writes as escapes what JSON allows raw and a terminal would act on. */
final class UnprintableEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1;
  private static final int DELETE = 0x7F;

  private final int[] ascii = standardAsciiEscapesForJSON();

  UnprintableEscapes() {
    ascii[DELETE] = ESCAPE_STANDARD;
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return ascii.clone();
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int c) {
    // Halves of pairs come here too, and are not ours to escape.
    return Character.isSurrogate((char) c) || Printable.isPrintable(c)
        ? null
        : new SerializedString(Printable.escape(Character.toString(c)));
  }
}
