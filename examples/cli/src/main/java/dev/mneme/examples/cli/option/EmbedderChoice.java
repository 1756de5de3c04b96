package dev.mneme.examples.cli.option;

import dev.mneme.embedders.LocalModel;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --embedder} takes.
 *
 * @param model empty for {@code none}: texts without vectors, or vectors that the caller brings
 */
public record EmbedderChoice(Optional<LocalModel> model) {
  static final EmbedderChoice NONE = new EmbedderChoice(Optional.empty());
  static final EmbedderChoice DEFAULT = new EmbedderChoice(Optional.of(LocalModel.BGE_SMALL));

  /** What the user writes for it. */
  String shortName() {
    return model.map(EmbedderChoice::shortName).orElse("none");
  }

  /** What the user writes for a model. */
  static String shortName(LocalModel model) {
    return switch (model) {
      case BGE_SMALL -> "bge-small";
      case MINILM -> "minilm";
    };
  }

  /** Reads the option. */
  public static final class Converter implements ITypeConverter<EmbedderChoice> {
    @Override
    public EmbedderChoice convert(String value) {
      return Stream.concat(
              Arrays.stream(LocalModel.values())
                  .map(model -> new EmbedderChoice(Optional.of(model))),
              Stream.of(NONE))
          .filter(choice -> choice.shortName().equals(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException("'" + value + "' is none of " + names() + ", none"));
    }

    private static String names() {
      return Arrays.stream(LocalModel.values())
          .map(EmbedderChoice::shortName)
          .collect(Collectors.joining(", "));
    }
  }
}
