package dev.mneme.core.jvm;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The JVM flags that make the engine fast, and which of them this JVM was started without. Every
 * flag is optional: without it something slower takes over. Answers come from the module system, so
 * asking costs microseconds and opens nothing.
 */
public final class JvmFlags {

  private JvmFlags() {}

  /** All flags that the engine wants, as they are written on a command line. */
  public static List<String> wanted() {
    return Arrays.stream(Flag.values()).map(flag -> flag.text).toList();
  }

  /**
   * The flags that any store is faster with, as far as this JVM lacks them, as they are written on
   * a command line; empty when all is well. What only an off-heap id map needs is not among them:
   * {@link #missingForOffHeapIds}.
   */
  public static List<String> missing() {
    return missing(Flag.VECTOR_API, Flag.NATIVE_ACCESS);
  }

  /**
   * The flags without which the off-heap id map cannot work. They also count as missing on a Java
   * runtime without a compiler, since that map compiles code when it starts.
   */
  public static List<String> missingForOffHeapIds() {
    return missing(Flag.EXPORT_NIO, Flag.EXPORT_COMPILER, Flag.OPEN_LANG, Flag.OPEN_REFLECT);
  }

  /** True if the Vector API module is there, so that its classes may be linked. */
  public static boolean hasVectorApi() {
    return Flag.VECTOR_API.isPresent();
  }

  private static List<String> missing(Flag... flags) {
    return Arrays.stream(flags).filter(flag -> !flag.isPresent()).map(flag -> flag.text).toList();
  }

  private enum Flag {
    VECTOR_API("--add-modules jdk.incubator.vector"),
    NATIVE_ACCESS("--enable-native-access=ALL-UNNAMED"),
    UNSAFE_MEMORY("--sun-misc-unsafe-memory-access=allow"),
    EXPORT_NIO("--add-exports java.base/sun.nio.ch=ALL-UNNAMED"),
    EXPORT_COMPILER("--add-exports jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED"),
    OPEN_LANG("--add-opens java.base/java.lang=ALL-UNNAMED"),
    OPEN_REFLECT("--add-opens java.base/java.lang.reflect=ALL-UNNAMED");

    private final String text;

    Flag(String text) {
      this.text = text;
    }

    boolean isPresent() {
      Module us = JvmFlags.class.getModule();
      return switch (this) {
        case VECTOR_API -> module("jdk.incubator.vector").isPresent();
        case NATIVE_ACCESS -> us.isNativeAccessEnabled();
        // The launcher hands this one on as a system property; there is no other place to ask.
        case UNSAFE_MEMORY -> "allow".equals(System.getProperty("sun.misc.unsafe.memory.access"));
        case EXPORT_NIO -> exports("java.base", "sun.nio.ch", us);
        case EXPORT_COMPILER -> exports("jdk.compiler", "com.sun.tools.javac.file", us);
        case OPEN_LANG -> opens("java.base", "java.lang", us);
        case OPEN_REFLECT -> opens("java.base", "java.lang.reflect", us);
      };
    }

    private static boolean exports(String module, String packageName, Module to) {
      return module(module).map(found -> found.isExported(packageName, to)).orElse(false);
    }

    private static boolean opens(String module, String packageName, Module to) {
      return module(module).map(found -> found.isOpen(packageName, to)).orElse(false);
    }

    private static Optional<Module> module(String name) {
      return ModuleLayer.boot().findModule(name);
    }
  }
}
