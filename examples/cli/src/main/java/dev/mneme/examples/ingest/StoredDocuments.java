package dev.mneme.examples.ingest;

import static dev.mneme.examples.format.DocumentAttributes.CHUNK;
import static dev.mneme.examples.format.DocumentAttributes.PATH;

import dev.mneme.filter.Filter;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.memory.Memory;
import dev.mneme.request.ListRequest;
import dev.mneme.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The chunks of documents that a namespace holds. A chunk is known by its attributes and by its id,
 * which is made of path and text; whatever else carries such attributes is left alone. Not
 * thread-safe.
 */
final class StoredDocuments {
  private static final int PAGE = 1_000;

  /** Well below the nodes that a filter may have. */
  private static final int PATHS_A_FILTER = 500;

  private static final Filter IS_CHUNK = Filter.exists(CHUNK);

  private final Namespace namespace;

  StoredDocuments(Namespace namespace) {
    this.namespace = namespace;
  }

  /** Ids of the chunks of a file that fulfil a condition. */
  List<String> chunks(String key, Predicate<Memory> which) {
    var ids = new ArrayList<String>();
    var made = new SourceIds(key);
    forEach(
        Filter.and(Filter.eq(PATH, key), IS_CHUNK),
        memory -> {
          if (which.test(memory) && made.couldGive(memory.id(), memory.text())) {
            ids.add(memory.id());
          }
        });
    return ids;
  }

  /**
   * The chunks of files below a directory that are surely gone, by path. A file that is there in
   * any form but a directory, or that cannot be seen, is not gone.
   *
   * @param present keys of files that are known to be there
   */
  Map<String, List<String>> vanished(String directory, Set<String> present) {
    var below =
        Filter.and(
            Filter.prefix(PATH, directory.endsWith("/") ? directory : directory + "/"), IS_CHUNK);
    if (namespace.count(below) == countOf(present, below)) {
      return Map.of();
    }
    var vanished = new TreeMap<String, List<String>>();
    var kept = new HashSet<String>();
    var ids = new HashMap<String, SourceIds>();
    forEach(
        below,
        memory -> {
          if (!(memory.attributes().get(PATH) instanceof StringValue(var key))
              || present.contains(key)
              || kept.contains(key)) {
            return;
          }
          if (!vanished.containsKey(key) && !isGone(key)) {
            kept.add(key);
          } else if (ids.computeIfAbsent(key, SourceIds::new)
              .couldGive(memory.id(), memory.text())) {
            vanished.computeIfAbsent(key, name -> new ArrayList<>()).add(memory.id());
          }
        });
    return vanished;
  }

  /** How many of the chunks below a directory are of files that are there. */
  private long countOf(Set<String> present, Filter below) {
    long count = 0;
    var paths = List.copyOf(present);
    for (int from = 0; from < paths.size(); from += PATHS_A_FILTER) {
      var some = paths.subList(from, Math.min(paths.size(), from + PATHS_A_FILTER));
      count += namespace.count(Filter.and(below, Filter.in(PATH, some.toArray(String[]::new))));
    }
    return count;
  }

  private static boolean isGone(String key) {
    try {
      return Files.readAttributes(
              Path.of(key), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isDirectory();
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException | InvalidPathException e) {
      return isBelowAFile(key);
    }
  }

  /** Whether a file stands now where a directory was, which systems report in many ways. */
  private static boolean isBelowAFile(String key) {
    try {
      for (var above = Path.of(key).getParent(); above != null; above = above.getParent()) {
        if (Files.isRegularFile(above, LinkOption.NOFOLLOW_LINKS)) {
          return true;
        }
      }
      return false;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private void forEach(Filter filter, Consumer<Memory> each) {
    var request = ListRequest.newest(PAGE).filter(filter).build();
    var page = namespace.list(request);
    while (true) {
      page.entries().forEach(entry -> each.accept(entry.memory()));
      if (page.next().isEmpty()) {
        return;
      }
      page = namespace.list(request.after(page.next().get()));
    }
  }
}
