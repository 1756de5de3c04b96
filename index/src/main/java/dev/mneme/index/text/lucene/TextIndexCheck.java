package dev.mneme.index.text.lucene;

import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NoLockFactory;

/** Reads every byte of a text index that nobody has open, and changes nothing. */
public final class TextIndexCheck {
  private TextIndexCheck() {}

  /** What is wrong with the index in a directory, in one line; empty if all is well. O(index). */
  public static Optional<String> problem(Storage storage, Path directory) {
    try {
      for (var name : storage.list(directory)) {
        if (storage.kind(directory.resolve(name)) != Storage.Kind.FILE) {
          // a pipe, say, would be waited for
          return Optional.of("the text index holds " + name + ", which is no regular file");
        }
      }
    } catch (IOException e) {
      return Optional.of("the text index cannot be read: " + e.getMessage());
    }
    return problemOfFiles(directory);
  }

  private static Optional<String> problemOfFiles(Path directory) {
    try (var files = new MMapDirectory(directory, NoLockFactory.INSTANCE);
        var check = new CheckIndex(files)) {
      var status = check.checkIndex();
      return status.clean
          ? Optional.empty()
          : Optional.of(
              "the text index is damaged: "
                  + status.numBadSegments
                  + " bad segments"
                  + (status.missingSegments ? ", the list of segments cannot be read" : ""));
    } catch (IndexNotFoundException e) {
      return Optional.empty(); // a store that ends before its first checkpoint has no commit
    } catch (IOException | RuntimeException e) {
      return Optional.of("the text index cannot be read: " + e.getMessage());
    }
  }
}
