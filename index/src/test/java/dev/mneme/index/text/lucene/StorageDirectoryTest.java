package dev.mneme.index.text.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.storage.ForwardingFile;
import dev.mneme.core.storage.ForwardingStorage;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.MergeInfo;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lucene on a disk that refuses to be written: what was added can be searched all the same. */
class StorageDirectoryTest {
  @TempDir private Path path;

  /** The real storage; writes fail from a certain one on, and creations and fsyncs with them. */
  private static final class FillingDisk extends ForwardingStorage {
    private static final Storage REAL = Storage.system();
    final AtomicLong writesLeft = new AtomicLong(Long.MAX_VALUE);

    private void take() throws IOException {
      if (writesLeft.getAndDecrement() <= 0) {
        writesLeft.set(0);
        throw new IOException("No space left on device");
      }
    }

    @Override
    protected Storage at(Path file) {
      return REAL;
    }

    @Override
    public File open(Path file, Mode mode) throws IOException {
      if (mode == Mode.CREATE) {
        take();
      }
      var opened = REAL.open(file, mode);
      return new ForwardingFile(opened) {
        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
          take();
          opened.write(bytes, position);
        }

        @Override
        public void sync() throws IOException {
          take();
          opened.sync();
        }
      };
    }
  }

  /** A file that Lucene cannot delete ends its writer. */
  @Test
  void fileOfAMerge_thatTheDiskRefused_isDeletedOnce() throws IOException {
    var disk = new FillingDisk();
    var merge = IOContext.merge(new MergeInfo(1, 1, false, 1));
    try (var directory = StorageDirectory.open(disk, path)) {
      for (long room = 0; room < 2; room++) {
        disk.writesLeft.set(room);
        assertThatThrownBy(
                () -> {
                  try (var out = directory.createOutput("_1.si", merge)) {
                    out.writeBytes(new byte[1 << 20], 1 << 20);
                  }
                })
            .isInstanceOf(MergePolicy.MergeAbortedException.class);
        assertThatCode(() -> directory.deleteFile("_1.si")).doesNotThrowAnyException();
        assertThatThrownBy(() -> directory.deleteFile("_1.si"))
            .isInstanceOf(NoSuchFileException.class);
      }
      disk.writesLeft.set(Long.MAX_VALUE);
      directory.createOutput("_1.si", merge).close();
      assertThat(directory.listAll()).containsExactly("_1.si");
      directory.deleteFile("_1.si");
      assertThat(directory.listAll()).isEmpty();
    }
  }

  @RepeatedTest(5)
  void index_onADiskThatFillsAndEmpties_losesNothing() throws IOException {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var disk = new FillingDisk();
    var added = new TreeSet<String>();
    var committed = new TreeSet<String>();
    try (var directory = StorageDirectory.open(disk, path)) {
      var config = new IndexWriterConfig(new KeywordAnalyzer());
      config.setCommitOnClose(false);
      config.setMaxBufferedDocs(2 + random.nextInt(20));
      config.setRAMBufferSizeMB(IndexWriterConfig.DISABLE_AUTO_FLUSH);
      config.setMergePolicy(new OrdinalOrderMergePolicy(directory::isRefused));
      var writer = new IndexWriter(directory, config);
      for (int step = 0; step < 60; step++) {
        switch (random.nextInt(6)) {
          case 0 -> disk.writesLeft.set(random.nextInt(40));
          case 1 -> disk.writesLeft.set(Long.MAX_VALUE);
          case 2 -> {
            try {
              writer.commit();
              committed.clear();
              committed.addAll(added);
            } catch (IOException e) {
              assertThat(e).as("seed %d", seed).hasMessageContaining("No space left");
            }
          }
          default -> {
            for (int i = random.nextInt(30); i > 0; i--) {
              var name = "d" + added.size();
              var document = new Document();
              document.add(new StringField("id", name, Field.Store.YES));
              document.add(
                  new org.apache.lucene.document.NumericDocValuesField(
                      Fields.ORDINAL, added.size()));
              writer.addDocument(document);
              added.add(name);
            }
          }
        }
        assertThat(writer.getTragicException()).as("seed %d, step %d", seed, step).isNull();
        try (var reader = DirectoryReader.open(writer)) {
          assertThat(reader.numDocs()).as("seed %d, step %d", seed, step).isEqualTo(added.size());
          if (!added.isEmpty()) {
            var term = new Term("id", "d" + random.nextInt(added.size()));
            assertThat(new IndexSearcher(reader).count(new TermQuery(term)))
                .as("seed %d, step %d", seed, step)
                .isEqualTo(1);
          }
        }
      }
      disk.writesLeft.set(Long.MAX_VALUE);
      if (random.nextBoolean()) {
        writer.commit();
        committed.addAll(added);
        assertThat(directory.heapBytes()).as("seed %d", seed).isZero();
      }
      writer.rollback();
    }
    try (var again = StorageDirectory.open(Storage.system(), path)) {
      int found = 0;
      if (DirectoryReader.indexExists(again)) {
        try (var reader = DirectoryReader.open(again)) {
          found = reader.numDocs();
        }
      }
      assertThat(found).as("seed %d", seed).isEqualTo(committed.size());
    }
  }

  @Test
  void file_isWholeWhereverTheDiskBeginsToRefuse() throws IOException {
    var random = new Random(5);
    var content = new byte[50_000];
    random.nextBytes(content);
    for (int writes = 0; writes < 12; writes++) {
      var disk = new FillingDisk();
      disk.writesLeft.set(writes);
      var place = path.resolve("w" + writes);
      try (var directory = StorageDirectory.open(disk, place)) {
        try (var out = directory.createOutput("f", IOContext.DEFAULT)) {
          out.writeBytes(content, content.length);
        }
        assertThat(directory.fileLength("f")).isEqualTo(content.length);
        assertThat(directory.listAll()).containsExactly("f");
        assertSame(directory, content);
        if (directory.isRefused()) {
          assertThatThrownBy(() -> directory.sync(List.of("f"))).isInstanceOf(IOException.class);
          assertSame(directory, content);
        }
        disk.writesLeft.set(Long.MAX_VALUE);
        directory.sync(List.of("f"));
        assertThat(Files.readAllBytes(place.resolve("f"))).isEqualTo(content);
        assertSame(directory, content);
        assertThat(directory.heapBytes()).isZero();
        directory.deleteFile("f");
        assertThat(directory.listAll()).isEmpty();
      }
    }
  }

  private static void assertSame(StorageDirectory directory, byte[] content) throws IOException {
    try (var in = directory.openInput("f", IOContext.DEFAULT)) {
      var read = new byte[content.length];
      in.readBytes(read, 0, read.length);
      assertThat(read).isEqualTo(content);
    }
  }
}
