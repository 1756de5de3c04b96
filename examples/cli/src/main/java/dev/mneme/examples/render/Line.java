package dev.mneme.examples.render;

/**
 * A line that a terminal may see as it is: everything foreign in it has gone through {@link Style}.
 * Only this package makes them.
 */
public final class Line {
  private final String text;

  Line(String styled) {
    this.text = styled;
  }

  @Override
  public String toString() {
    return text;
  }
}
