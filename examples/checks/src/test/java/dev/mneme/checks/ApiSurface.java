package dev.mneme.checks;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The types that a public class shows: what it extends, and what its public members take and give.
 */
final class ApiSurface extends ArchCondition<JavaClass> {
  private final Set<String> shown;

  /**
   * @param api the packages whose types may be shown, beside those of Java and of the annotations
   */
  ApiSurface(Set<String> api) {
    super(
        "show types of the API and of Java only, and take at most %d values to be made"
            .formatted(MOST_ARGUMENTS));
    this.shown = api;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    type.getConstructors().stream()
        .filter(made -> made.getModifiers().contains(JavaModifier.PUBLIC))
        .filter(made -> made.getParameterTypes().size() > MOST_ARGUMENTS)
        .forEach(
            made ->
                events.add(
                    SimpleConditionEvent.violated(
                        type, made.getFullName() + " has too many arguments")));
    surface(type)
        .flatMap(
            seen ->
                seen.type().getAllInvolvedRawTypes().stream()
                    .map(raw -> new Seen(seen.where(), raw)))
        .filter(seen -> !isShown(seen.type().toErasure()))
        .forEach(
            seen ->
                events.add(
                    SimpleConditionEvent.violated(
                        type, seen.where() + " shows " + seen.type().getName())));
  }

  /**
   * So many arguments in a row are mixed up, and one more breaks everybody: then it is a builder.
   */
  private static final int MOST_ARGUMENTS = 5;

  private boolean isShown(JavaClass raw) {
    var component = raw.getBaseComponentType();
    return component.isPrimitive()
        || component.getPackageName().startsWith("java.")
        || shown.contains(component.getPackageName())
            && component.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static Stream<Seen> surface(JavaClass type) {
    var above =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
            .map(parent -> new Seen(type.getName(), parent));
    var units =
        type.getCodeUnits().stream()
            .filter(unit -> isVisible(unit.getModifiers()))
            .flatMap(ApiSurface::ofUnit);
    var fields =
        type.getFields().stream()
            .filter(field -> isVisible(field.getModifiers()))
            .map((JavaField field) -> new Seen(field.getFullName(), field.getType()));
    return Stream.of(above, units, fields).flatMap(each -> each);
  }

  private static Stream<Seen> ofUnit(JavaCodeUnit unit) {
    return Stream.of(
            List.of(unit.getReturnType()),
            unit.getParameterTypes(),
            List.copyOf(unit.getExceptionTypes()))
        .flatMap(List::stream)
        .map(shown -> new Seen(unit.getFullName(), shown));
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return !modifiers.contains(JavaModifier.SYNTHETIC)
        && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
  }

  private record Seen(String where, JavaType type) {}
}
