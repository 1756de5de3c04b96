package dev.mneme.core.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Who has a store open, as a small file beside the lock says it. The kernel's lock belongs to the
 * process and is dropped when any part of that process opens and closes the locked file, as a copy
 * of the directory does; the note of the owner stays.
 *
 * <p>UTF-8 lines {@code key=value}: {@code pid}, {@code born} (when the process began, as the
 * kernel counts it), {@code kernel} (which boot of which machine, and which namespace of process
 * numbers), {@code nonce}, and {@code file}, which names the very file that the note was written
 * to: a note that was copied with its directory says nothing about the copy.
 */
record LockOwner(long pid, String born, String kernel, String file, String nonce) {
  static final String SUFFIX = ".owner";
  private static final String TEMPORARY = ".tmp";
  private static final String UNKNOWN = "unknown";
  private static final String ENDED = "ended";
  private static final int LONGEST = 4_096;

  /** How the note's process stands to this one. */
  enum Standing {
    /** This process, whichever class loader or engine of it. */
    OURS,
    /** Another process, which runs. */
    RUNNING,
    /** It has ended; or it is of another machine or container, of which nothing can be known. */
    GONE_OR_FOREIGN
  }

  /** Beside the lock file. */
  static Path path(Path lock) {
    return lock.resolveSibling(lock.getFileName() + SUFFIX);
  }

  /** The note that lies there, if it is whole and was written to this file. */
  static Optional<LockOwner> read(Path note) throws IOException {
    try {
      if (!Files.isRegularFile(note) || Files.size(note) > LONGEST) {
        return Optional.empty();
      }
      var owner = parse(Files.readString(note, StandardCharsets.UTF_8));
      var file = identity(note);
      return owner.filter(found -> found.file.equals(file));
    } catch (NoSuchFileException | java.nio.charset.MalformedInputException none) {
      return Optional.empty();
    }
  }

  /** Writes a note of this process in the place of whatever lies there. */
  static LockOwner write(Path note) throws IOException {
    var temporary = note.resolveSibling(note.getFileName() + TEMPORARY);
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, OwnerOnly.file(temporary));
    boolean placed = false;
    try {
      long pid = ProcessHandle.current().pid();
      var owner =
          new LockOwner(
              pid, birth(pid), thisKernel(), identity(temporary), UUID.randomUUID().toString());
      Files.writeString(temporary, owner.render(), StandardOpenOption.WRITE);
      Files.move(
          temporary, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      placed = true;
      return owner;
    } finally {
      if (!placed) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  /**
   * What tells a note from any other that lies there later, by the file's attributes alone: also
   * from one that got the number of the deleted file. Empty if there is none.
   */
  static Optional<Stamp> stamp(Path note) throws IOException {
    try {
      var attributes = Files.readAttributes(note, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(
              Optional.ofNullable(attributes.fileKey()),
              attributes.lastModifiedTime(),
              attributes.size()));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  /** The attributes of a file that change when it is replaced. */
  record Stamp(Optional<Object> key, FileTime modified, long size) {}

  Standing standing() {
    if (!kernel.equals(thisKernel())) {
      return Standing.GONE_OR_FOREIGN;
    }
    if (!ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
        || !birth(pid).equals(born)) {
      return Standing.GONE_OR_FOREIGN;
    }
    return pid == ProcessHandle.current().pid() ? Standing.OURS : Standing.RUNNING;
  }

  /** Device and number of a file, and the time of its making where there are no such numbers. */
  private static String identity(Path path) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    var key = attributes.fileKey();
    return key == null ? path.toRealPath() + " " + attributes.creationTime() : key.toString();
  }

  /**
   * When a process began: clock ticks since the boot where the kernel tells them, for these do not
   * move when the clock is set.
   */
  private static String birth(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      // The name, in parentheses, may hold anything; the 1st field behind it is the state, the 20th
      // the start. What has ended and waits for its parent to notice holds nothing any more.
      var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
      return fields[0].equals("Z") || fields[0].equals("X") ? ENDED : fields[19];
    } catch (IOException | RuntimeException none) {
      return ProcessHandle.of(pid)
          .flatMap(process -> process.info().startInstant())
          .map(Object::toString)
          .orElse(UNKNOWN);
    }
  }

  private static String thisKernel() {
    return firstLine("/proc/sys/kernel/random/boot_id") + " " + processNamespace();
  }

  private static String processNamespace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | RuntimeException none) {
      return UNKNOWN;
    }
  }

  private static String firstLine(String path) {
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException | RuntimeException none) {
      return UNKNOWN;
    }
  }

  private String render() {
    return "pid=%d%nborn=%s%nkernel=%s%nfile=%s%nnonce=%s%n"
        .formatted(pid, born, kernel, file, nonce);
  }

  private static Optional<LockOwner> parse(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines()
        .forEach(
            line -> {
              int sign = line.indexOf('=');
              if (sign > 0) {
                values.put(line.substring(0, sign), line.substring(sign + 1));
              }
            });
    var file = values.get("file");
    var nonce = values.get("nonce");
    if (file == null || nonce == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LockOwner(
              Long.parseLong(values.getOrDefault("pid", "")),
              values.getOrDefault("born", UNKNOWN),
              values.getOrDefault("kernel", UNKNOWN),
              file,
              nonce));
    } catch (NumberFormatException damaged) {
      return Optional.empty();
    }
  }
}
