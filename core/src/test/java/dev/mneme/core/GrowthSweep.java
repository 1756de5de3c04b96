package dev.mneme.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The contract of everything that grows while something is put into it: whatever the size before a
 * step, the content after it is that of a model which cannot be too small. It needs no knowledge of
 * where the borders are, because it begins each kind of step at every size there is.
 *
 * @param <S> what grows
 * @param <T> its elements
 */
public final class GrowthSweep<S, T> {
  private final Supplier<S> fresh;
  private final Function<S, List<T>> content;
  private final List<Step<S, T>> steps = new ArrayList<>();

  /**
   * One way to put something in.
   *
   * @param width how many elements it adds
   */
  private record Step<S, T>(String name, int width, BiConsumer<S, List<T>> action) {}

  private GrowthSweep(Supplier<S> fresh, Function<S, List<T>> content) {
    this.fresh = fresh;
    this.content = content;
  }

  public static <S, T> GrowthSweep<S, T> of(Supplier<S> fresh, Function<S, List<T>> content) {
    return new GrowthSweep<>(fresh, content);
  }

  /**
   * Adds a way to put something in.
   *
   * @param action does it to what grows and to the model
   */
  public GrowthSweep<S, T> step(String name, int width, BiConsumer<S, List<T>> action) {
    steps.add(new Step<>(name, width, action));
    return this;
  }

  /** Every step at every size from 0 to {@code size}; the narrowest step fills up before it. */
  public void runTo(int size) {
    var filler = steps.stream().min(Comparator.comparingInt(Step::width)).orElseThrow();
    for (var step : steps) {
      for (int before = 0; before < step.width; before += filler.width) {
        var subject = fresh.get();
        var model = new ArrayList<T>();
        while (model.size() < before) {
          take(filler, subject, model);
        }
        while (model.size() <= size) {
          take(step, subject, model);
        }
        compare(step.name, subject, model);
      }
    }
  }

  /** Steps in any order, many times, each to about {@code size}. */
  public void runMixed(long seed, int rounds, int size) {
    var random = new Random(seed);
    for (int round = 0; round < rounds; round++) {
      var subject = fresh.get();
      var model = new ArrayList<T>();
      int end = random.nextInt(size);
      String last = "nothing";
      while (model.size() <= end) {
        var step = steps.get(random.nextInt(steps.size()));
        take(step, subject, model);
        last = step.name;
      }
      compare("mixed steps, the last was " + last + ", seed " + seed, subject, model);
    }
  }

  private void take(Step<S, T> step, S subject, List<T> model) {
    int size = model.size();
    try {
      step.action.accept(subject, model);
    } catch (RuntimeException e) {
      throw new AssertionError(step.name + " at size " + size, e);
    }
    if (model.size() - size != step.width) {
      throw new AssertionError(step.name + " is not " + step.width + " wide");
    }
  }

  private void compare(String how, S subject, List<T> model) {
    if (!content.apply(subject).equals(model)) { // the lists are long: AssertJ says where
      assertThat(content.apply(subject)).as("%s to size %s", how, model.size()).isEqualTo(model);
    }
  }
}
