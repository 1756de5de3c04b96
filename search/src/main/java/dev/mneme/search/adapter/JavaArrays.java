package dev.mneme.search.adapter;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Java arrays as lists with the name of their element type, and back. Arrays of strings and of the
 * primitive types come back as they were; others as arrays of objects, with the same elements.
 * Stateless.
 */
final class JavaArrays {
  private JavaArrays() {}

  /**
   * An array as a list.
   *
   * @param elementType a primitive type, {@code string} or {@code object}
   */
  record Elements(String elementType, List<? extends @Nullable Object> values) {}

  static Optional<Elements> of(Object value) {
    return switch (value) {
      case int[] array -> elements("int", Arrays.stream(array).boxed().toList());
      case long[] array -> elements("long", Arrays.stream(array).boxed().toList());
      case double[] array -> elements("double", Arrays.stream(array).boxed().toList());
      case float[] array ->
          elements("float", IntStream.range(0, array.length).mapToObj(i -> array[i]).toList());
      case short[] array ->
          elements("short", IntStream.range(0, array.length).mapToObj(i -> array[i]).toList());
      case byte[] array ->
          elements("byte", IntStream.range(0, array.length).mapToObj(i -> array[i]).toList());
      case char[] array ->
          elements("char", IntStream.range(0, array.length).mapToObj(i -> array[i]).toList());
      case boolean[] array ->
          elements("boolean", IntStream.range(0, array.length).mapToObj(i -> array[i]).toList());
      case String[] array -> elements("string", Arrays.asList(array));
      case Object[] array -> elements("object", Arrays.asList(array));
      default -> Optional.empty();
    };
  }

  private static Optional<Elements> elements(
      String elementType, List<? extends @Nullable Object> values) {
    return Optional.of(new Elements(elementType, values));
  }

  /**
   * @throws ClassCastException if an element is not of the type
   * @throws IllegalArgumentException if there is no such type
   */
  static Object toArray(String elementType, List<? extends @Nullable Object> values) {
    int length = values.size();
    return switch (elementType) {
      case "int" -> values.stream().mapToInt(value -> (Integer) value).toArray();
      case "long" -> values.stream().mapToLong(value -> (Long) value).toArray();
      case "double" -> values.stream().mapToDouble(value -> (Double) value).toArray();
      case "float" -> {
        var array = new float[length];
        for (int i = 0; i < length; i++) {
          array[i] = (Float) values.get(i);
        }
        yield array;
      }
      case "short" -> {
        var array = new short[length];
        for (int i = 0; i < length; i++) {
          array[i] = (Short) values.get(i);
        }
        yield array;
      }
      case "byte" -> {
        var array = new byte[length];
        for (int i = 0; i < length; i++) {
          array[i] = (Byte) values.get(i);
        }
        yield array;
      }
      case "char" -> {
        var array = new char[length];
        for (int i = 0; i < length; i++) {
          array[i] = (Character) values.get(i);
        }
        yield array;
      }
      case "boolean" -> {
        var array = new boolean[length];
        for (int i = 0; i < length; i++) {
          array[i] = (Boolean) values.get(i);
        }
        yield array;
      }
      case "string" -> Arrays.copyOf(values.toArray(), length, String[].class);
      case "object" -> values.toArray();
      default -> throw new IllegalArgumentException("no array of " + elementType);
    };
  }
}
