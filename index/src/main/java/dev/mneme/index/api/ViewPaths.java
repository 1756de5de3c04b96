package dev.mneme.index.api;

import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever lies in the place of a view's file or directory and is none is in the way: a view can be
 * rebuilt, so that it is removed. Where the disk refuses that, the view itself will meet it.
 */
public final class ViewPaths {
  private static final Logger LOG = LoggerFactory.getLogger(ViewPaths.class);

  private ViewPaths() {}

  /** Removes what lies there: a file, a directory with all that it holds, or a link. */
  public static void clear(Storage storage, Path path) {
    try {
      storage.deleteTree(path);
    } catch (IOException e) {
      LOG.warn("{} is in the way and cannot be deleted: {}", path, e.toString());
    }
  }

  /** Removes what lies there unless it is a directory, or a link to one. */
  public static void clearForDirectory(Storage storage, Path path) {
    try {
      if (storage.exists(path)) {
        storage.list(path);
      } else {
        clear(storage, path); // a link that leads nowhere
      }
    } catch (NotDirectoryException e) {
      LOG.warn("{} is not the directory that it should be; it is removed", path);
      clear(storage, path);
    } catch (IOException e) {
      LOG.debug("{} cannot be listed", path, e);
    }
  }
}
