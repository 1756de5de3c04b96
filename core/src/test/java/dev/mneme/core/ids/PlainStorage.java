package dev.mneme.core.ids;

import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The file system by the shortest way, which fails every call on demand. */
public final class PlainStorage implements Storage {

  private final Set<Path> locked = ConcurrentHashMap.newKeySet();
  private volatile boolean failing;

  /** From now on every call throws, or none does. */
  public void fail(boolean always) {
    failing = always;
  }

  private void check() throws IOException {
    if (failing) {
      throw new IOException("told to fail");
    }
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    check();
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (var entries = Files.list(directory)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }

  @Override
  public boolean exists(Path path) throws IOException {
    check();
    return Files.exists(path);
  }

  @Override
  public Kind kind(Path path) throws IOException {
    check();
    return Storage.system().kind(path);
  }

  @Override
  public long size(Path file) throws IOException {
    check();
    return Files.size(file);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    check();
    Files.createDirectories(directory);
  }

  @Override
  public File open(Path file, Mode mode) throws IOException {
    check();
    return new PlainFile(
        switch (mode) {
          case READ -> FileChannel.open(file, StandardOpenOption.READ);
          case WRITE ->
              FileChannel.open(
                  file,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.CREATE);
          case CREATE ->
              FileChannel.open(
                  file,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.CREATE_NEW);
        });
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    check();
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(Path path) throws IOException {
    check();
    Files.delete(path);
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    check();
    if (Files.exists(directory)) {
      try (var entries = Files.walk(directory)) {
        for (Path path : entries.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    check();
  }

  @Override
  public MemorySegment map(Path file, long length) throws IOException {
    check();
    try (var channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, length, Arena.ofAuto());
    }
  }

  @Override
  public Lock lock(Path file) throws IOException {
    check();
    if (!locked.add(file)) {
      throw new IOException(file + " is locked");
    }
    return () -> locked.remove(file);
  }

  private final class PlainFile implements File {
    private final FileChannel channel;

    PlainFile(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      check();
      for (long at = position; bytes.hasRemaining(); ) {
        at += channel.write(bytes, at);
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      check();
      int total = 0;
      while (into.hasRemaining()) {
        int read = channel.read(into, position + total);
        if (read < 0) {
          break;
        }
        total += read;
      }
      return total;
    }

    @Override
    public long size() throws IOException {
      check();
      return channel.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      check();
      channel.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      check();
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
