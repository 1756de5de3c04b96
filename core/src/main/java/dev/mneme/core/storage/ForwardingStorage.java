package dev.mneme.core.storage;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/**
 * A storage that passes every call on to another one, for those that differ from it in a few. What
 * {@link Storage} itself makes of several calls is made of the calls here.
 */
public abstract class ForwardingStorage implements Storage {

  /** The storage that does what is asked for at this path. */
  protected abstract Storage at(Path path);

  @Override
  public List<String> list(Path directory) throws IOException {
    return at(directory).list(directory);
  }

  @Override
  public boolean exists(Path path) throws IOException {
    return at(path).exists(path);
  }

  @Override
  public Kind kind(Path path) throws IOException {
    return at(path).kind(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return at(file).size(file);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    at(directory).createDirectories(directory);
  }

  @Override
  public File open(Path file, Mode mode) throws IOException {
    return at(file).open(file, mode);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    at(from).rename(from, to);
  }

  @Override
  public boolean link(Path file, Path link) throws IOException {
    return at(link).link(file, link);
  }

  @Override
  public void delete(Path path) throws IOException {
    at(path).delete(path);
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    at(directory).deleteTree(directory);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    at(directory).syncDirectory(directory);
  }

  @Override
  public MemorySegment map(Path file, long length) throws IOException {
    return at(file).map(file, length);
  }

  @Override
  public Lock lock(Path file) throws IOException {
    return at(file).lock(file);
  }

  @Override
  public Lock lockForReading(Path file) throws IOException {
    return at(file).lockForReading(file);
  }
}
