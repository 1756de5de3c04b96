package dev.mneme.index.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.store.NoLockFactory;

/** What Lucene itself says of the files of a text view. */
public final class TextIndexFiles {
  private TextIndexFiles() {}

  /** Runs CheckIndex over a copy of the last commit; what it says if it finds a fault, else "". */
  public static String check(Path path) throws IOException {
    try (var copy = new ByteBuffersDirectory()) {
      try (var directory = new NIOFSDirectory(path, NoLockFactory.INSTANCE)) {
        for (var name : SegmentInfos.readLatestCommit(directory).files(true)) {
          copy.copyFrom(directory, name, name, IOContext.READONCE);
        }
      }
      return check(copy);
    }
  }

  static String check(Directory directory) throws IOException {
    var said = new ByteArrayOutputStream();
    try (var check = new CheckIndex(directory)) {
      check.setInfoStream(new PrintStream(said, false, StandardCharsets.UTF_8));
      check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_SLOW_CHECKS);
      return check.checkIndex().clean ? "" : said.toString(StandardCharsets.UTF_8);
    }
  }
}
