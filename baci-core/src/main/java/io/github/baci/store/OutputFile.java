package io.github.baci.store;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written under another name beside its place and moved there when it is complete;
 * until then the file that was there stays. What a killed process left is deleted by the next one
 * that writes the same file: the lock on it is free then.
 *
 * <p>What stays of the file that was there can be {@linkplain #continuing copied} by the kernel.
 */
public final class OutputFile implements AutoCloseable {
  private static final String SUFFIX = ".baci-part";

  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private boolean open = true;

  private OutputFile(Path target, Path temporary, FileChannel channel) {
    this.target = target;
    this.temporary = temporary;
    this.channel = channel;
  }

  /**
   * Begins a file; its directory is made where it is missing.
   *
   * @throws BaciException if a directory is at its place, or its directory cannot be written; so do
   *     all that write to it, as long as the reason is one that the user can mend
   */
  public static OutputFile create(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    try {
      return begin(file, target);
    } catch (NoSuchFileException e) {
      throw new BaciException(
          "the image cannot be written to '%s': its file system lets nobody make files there; choose another place (%s)"
              .formatted(file, Option.OUTPUT_FILE),
          e);
    } catch (IOException e) {
      throw explained(e, target);
    }
  }

  private static OutputFile begin(Path file, Path target) throws IOException {
    if (Files.isDirectory(target)) {
      throw new BaciException(
          "the image cannot be written to '%s', which is a directory; name a file".formatted(file));
    }
    Files.createDirectories(target.getParent());
    deleteLeftovers(target);
    while (true) {
      Path temporary = newTemporary(target);
      FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (isLocked(channel) && Files.exists(temporary)) {
        return new OutputFile(target, temporary, channel);
      }
      // Another process took it for a leftover before it was locked.
      channel.close();
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Begins a file that has a stretch of the one that is there, at the same place in it: what stands
   * before the stretch is written first, then {@link #passStretch} called, and what comes behind it
   * written. The kernel copies the stretch; nothing of it passes through the heap or is checked.
   *
   * @param known the file that is there
   * @param stretch the part of it that stays
   * @return nothing, if the file has changed or cannot be read; {@link #create} makes a new one
   *     then
   * @throws BaciException as {@link #create}
   */
  public static Optional<OutputFile> continuing(
      Path file, OutputMark known, KnownOutput.Stretch stretch) throws IOException {
    Path target = file.toAbsolutePath();
    try (FileChannel before = openKnown(target)) {
      if (before == null || !known.isOf(target)) {
        return Optional.empty();
      }
      OutputFile out = create(file);
      try {
        out.channel.position(stretch.from());
        out.copy(before, stretch.from(), stretch.to() - stretch.from());
        if (known.isOf(target)) {
          out.channel.position(0);
          return Optional.of(out);
        }
      } catch (IOException | RuntimeException e) {
        out.close();
        throw e;
      }
      out.close(); // somebody has changed the file while it was copied
      return Optional.empty();
    }
  }

  private static @Nullable FileChannel openKnown(Path target) {
    try {
      return FileChannel.open(target, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return null;
    }
  }

  private static Path newTemporary(Path target) {
    String own = ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);
    return target.resolveSibling(prefix(target) + own + SUFFIX);
  }

  /** Goes on behind the stretch of a file that is {@linkplain #continuing continued}. */
  public void passStretch(KnownOutput.Stretch stretch) throws IOException {
    if (channel.position() != stretch.from()) {
      throw new IllegalStateException("at " + channel.position());
    }
    channel.position(stretch.to());
  }

  /** Returns where the next byte is written. */
  public long position() throws IOException {
    return channel.position();
  }

  /**
   * Goes on at another place, as where what stands before it is not there yet: whoever does so
   * writes everything in the end.
   */
  public void goTo(long offset) throws IOException {
    channel.position(offset);
  }

  /** Appends some bytes. */
  public void write(byte[] bytes, int length) throws IOException {
    write(ByteBuffer.wrap(bytes, 0, length));
  }

  /** Appends some bytes. */
  public void write(ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw explained(e, target);
    }
  }

  /** Appends a range of another file, which does not pass through the heap. */
  public void copy(FileChannel source, long offset, long length) throws IOException {
    long done = 0;
    while (done < length) {
      long count;
      try {
        count = source.transferTo(offset + done, length - done, channel);
      } catch (IOException e) {
        throw explained(e, target);
      }
      if (count <= 0) {
        throw new IOException("a file in the store is cut off at byte " + (offset + done));
      }
      done += count;
    }
  }

  /** Returns how many bytes were written. */
  public long size() throws IOException {
    return channel.size();
  }

  /** Syncs the file and moves it to its place. */
  public void commit() throws IOException {
    try {
      channel.force(true);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw explained(e, target);
    }
    open = false;
    channel.close();
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      try (channel) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  /**
   * Returns the names under which a file is written before it is complete.
   *
   * @param own what stands for the part that each process chooses
   */
  public static String temporaryName(String name, String own) {
    return "." + name + "." + own + SUFFIX;
  }

  /** Returns the exception itself, if it is none that the user can mend; else throws that. */
  private static IOException explained(IOException failure, Path target) {
    StorageFailure.ofOutput(failure, target)
        .ifPresent(
            explained -> {
              throw explained;
            });
    return failure;
  }

  private static String prefix(Path target) {
    return "." + target.getFileName() + ".";
  }

  /** Leaves those of this process: to open and close them would free their locks. */
  private static void deleteLeftovers(Path target) throws IOException {
    String prefix = prefix(target);
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(
            target.getParent(),
            path -> {
              String name = path.getFileName().toString();
              return name.startsWith(prefix)
                  && name.endsWith(SUFFIX)
                  && !name.startsWith(prefix + ProcessHandle.current().pid() + "-");
            })) {
      for (Path leftover : siblings) {
        if (isUnlocked(leftover)) {
          Files.deleteIfExists(leftover);
        }
      }
    }
  }

  /** Locks a file for as long as its channel is open. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isUnlocked(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException | IOException e) {
      return false;
    }
  }
}
