package dev.mneme.search.adapter;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Ids of memories as ids of a framework that refuses some which Mneme accepts: those that it calls
 * blank, such as {@code " "}. One memory with such an id must not make every search that finds it
 * fail, so it appears as {@code mneme-id:} and the bytes of its UTF-8 in hexadecimal, and can be
 * replaced and removed under that name. All other ids stay as they are, but for those that would be
 * taken for such a name, which get one as well. So different ids stay different, and each way is
 * the inverse of the other. Immutable.
 */
public final class FrameworkIds {
  private static final String PREFIX = "mneme-id:";

  private final Predicate<String> isBlank;

  /**
   * @param isBlank what the framework does not accept as an id
   */
  public FrameworkIds(Predicate<String> isBlank) {
    this.isBlank = isBlank;
  }

  /** The framework's id of a memory. */
  public String ofMemory(String id) {
    return isBlank.test(id) || hidden(id).isPresent()
        ? PREFIX + HexFormat.of().formatHex(id.getBytes(StandardCharsets.UTF_8))
        : id;
  }

  /** The memory's id behind an id of the framework. */
  public String toMemory(String frameworkId) {
    return hidden(frameworkId).orElse(frameworkId);
  }

  /** The id that a name stands for, where it is the name that {@link #ofMemory} gives. */
  private Optional<String> hidden(String name) {
    if (!name.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = HexFormat.of().parseHex(name, PREFIX.length(), name.length());
      var id = new String(bytes, StandardCharsets.UTF_8);
      boolean needsName = isBlank.test(id) || hidden(id).isPresent();
      boolean exact =
          name.equals(PREFIX + HexFormat.of().formatHex(id.getBytes(StandardCharsets.UTF_8)));
      return needsName && exact ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException notHexadecimal) {
      return Optional.empty();
    }
  }
}
