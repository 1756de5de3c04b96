package dev.mneme.search.adapter;

/**
 * Constants of enums by name. Only a class that is an enum is used, so that what a store holds can
 * make no other class run code. Stateless.
 */
final class Enums {
  private Enums() {}

  /**
   * The constant, or its name where there is no such class or constant in this program.
   *
   * @param text the name of the class, a number sign, and that of the constant
   */
  static Object constant(String text) {
    int border = text.lastIndexOf('#');
    var name = text.substring(border + 1);
    try {
      var type = Class.forName(text.substring(0, border), false, loader());
      return type.isEnum() ? find(type, name) : name;
    } catch (ClassNotFoundException | LinkageError unknown) {
      return name;
    }
  }

  private static Object find(Class<?> type, String name) {
    for (var constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    return name;
  }

  private static ClassLoader loader() {
    var ofThread = Thread.currentThread().getContextClassLoader();
    return ofThread == null ? Enums.class.getClassLoader() : ofThread;
  }
}
