package dev.mneme.index.text.analysis;

import java.io.CharArrayReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;

/** Gives a short text in one form, see {@link CharForms}. */
final class UniformReader extends Reader {
  private final Reader text;
  private Reader uniform = new CharArrayReader(new char[0]);
  private boolean made;

  UniformReader(Reader text) {
    this.text = text;
  }

  @Override
  public int read(char[] into, int offset, int count) throws IOException {
    if (!made) {
      made = true;
      var all = new StringWriter();
      text.transferTo(all);
      uniform = new CharArrayReader(CharForms.uniform(all.toString()).toCharArray());
    }
    return uniform.read(into, offset, count);
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
