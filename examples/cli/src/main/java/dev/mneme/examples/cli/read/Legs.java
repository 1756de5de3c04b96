package dev.mneme.examples.cli.read;

import dev.mneme.request.Leg;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which legs run, and with what weight. */
final class Legs {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--legs",
      split = ",",
      paramLabel = "LEG",
      description =
          "text, vector, time (newest first); by default those that the query has the means for.")
  private @Nullable List<Leg> legs;

  @Option(
      names = "--weights",
      split = ",",
      paramLabel = "W",
      description = "text=0.7,vector=0.3 or 0.7,0.3 in the order of the legs; 1 each by default.")
  private @Nullable List<String> weights;

  /** The weight of each leg to run; empty for the default. */
  Map<Leg, Double> weights() {
    var result = new EnumMap<Leg, Double>(Leg.class);
    if (legs != null) {
      legs.forEach(leg -> result.put(leg, 1.0));
    }
    if (weights == null) {
      return result;
    }
    var order = legs == null ? List.of(Leg.values()) : legs;
    long named = weights.stream().filter(weight -> weight.contains("=")).count();
    if (named != 0 && named != weights.size()) {
      throw wrong("--weights takes either all names or none");
    }
    if (named == 0
        && (legs == null ? weights.size() > order.size() : weights.size() != order.size())) {
      throw wrong("--weights has " + weights.size() + " numbers for " + order.size() + " legs");
    }
    for (int i = 0; i < weights.size(); i++) {
      int equals = weights.get(i).indexOf('=');
      var leg = equals < 0 ? order.get(i) : leg(weights.get(i).substring(0, equals));
      result.put(leg, number(weights.get(i).substring(equals + 1)));
    }
    return result;
  }

  private Leg leg(String name) {
    for (var leg : Leg.values()) {
      if (leg.name().equals(name.strip().toUpperCase(Locale.ROOT))
          && (legs == null || legs.contains(leg))) {
        return leg;
      }
    }
    throw wrong("--weights names '" + name + "', which is none of the legs");
  }

  private double number(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw wrong("'" + text + "' in --weights is not a number");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
