package dev.mneme.examples.cli.option;

import dev.mneme.EngineOptions;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --language}: a name in whatever case. */
public final class LanguageConverter implements ITypeConverter<String> {

  /** What the option takes. */
  public static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return EngineOptions.languages().iterator();
    }
  }

  @Override
  public String convert(String value) {
    String name = value.toLowerCase(Locale.ROOT);
    if (!EngineOptions.languages().contains(name)) {
      throw new TypeConversionException(
          "'" + value + "' is none of " + String.join(", ", EngineOptions.languages()));
    }
    return name;
  }
}
