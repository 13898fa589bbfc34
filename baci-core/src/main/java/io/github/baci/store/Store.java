package io.github.baci.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The directory that all builds of a user share. What is in it is immutable and complete: every
 * file is written to a temporary name on the same file system, synced and renamed. Several
 * processes may use one store at once, and any of them may be killed at any moment: what a killed
 * process left is swept when the next one opens the store.
 *
 * <p>Files are addressed by an {@link Area} and a key of letters, digits and {@code -_.}, most
 * often the hex digits of a digest.
 */
public interface Store extends AutoCloseable {

  /** A part of the store that holds one kind of file. */
  enum Area {
    /** Layer tars, keyed by the hex digits of the diff ID. */
    LAYERS,
    /** Layer indexes, keyed as the layers. */
    INDEXES,
    /** Compressed layers as they were pulled, or as OCI archives hold them, keyed by digest. */
    BLOBS,
    /** Records of what a base image reference was resolved to. */
    IMAGES,
    /** Results of executed steps, keyed by the step's cache key. */
    STEPS,
    /** Compressed chunks of archives, keyed by the digest of what they hold and how. */
    CHUNKS,
    /** Directories that the builder unpacked layers to, one for each layer and mapping of ids. */
    UNPACKED,
    /** Directories of cache mounts. */
    CACHES,
    /** Everything else: builder images, native libraries, files fetched by URL. */
    FILES
  }

  /** Returns the root of the store. */
  Path root();

  /** Returns where a file of this key is or would be. */
  Path path(Area area, String key);

  /**
   * Returns the path of a file that is in the store. Marks it as used now: its time of modification
   * is set, though not more than once an hour. As long as this store is open, {@linkplain Pruning
   * pruning} leaves the file alone.
   */
  Optional<Path> find(Area area, String key);

  /** Removes an entry, if it is there. */
  void discard(Area area, String key) throws IOException;

  /**
   * Removes an entry whose bytes are not those that were written, so that it is made or pulled
   * anew, and tells it in a line. An entry that this process may not remove stays, and is told
   * again when it is next used.
   */
  void dropDamaged(Area area, String key);

  /**
   * Begins to write a file. Nothing is seen in the store before {@link Staged#commit}.
   *
   * @throws IOException if the file cannot be made
   */
  Staged stage(Area area) throws IOException;

  /**
   * Waits for an exclusive lock that holds between threads and between processes, and ends with the
   * process. It belongs to no thread: whoever takes it twice without closing it waits forever.
   *
   * @param name letters, digits and {@code -_.}
   * @throws java.io.InterruptedIOException if the thread is interrupted while it waits
   */
  Lock lock(String name) throws IOException;

  /**
   * Makes a directory below the store's root, on the same file system, that belongs to this process
   * and is deleted when the store is closed, or, if the process is killed, when the next process
   * opens the store.
   */
  Path newTemporaryDirectory() throws IOException;

  /**
   * Returns what killed processes left and this one was not allowed to delete, because it belongs
   * to subordinate uids of the user: a builder, which has these uids, should delete it.
   */
  List<Path> leftovers();

  @Override
  void close();

  /** A lock that is held until it is closed. */
  interface Lock extends AutoCloseable {
    @Override
    void close();
  }

  /** A file that is being written. Closed without a commit, it vanishes. */
  interface Staged extends AutoCloseable {
    /** Returns the temporary path to write to; it exists and is empty. */
    Path path();

    /**
     * Syncs the file and moves it to its place. If the key is taken by then, that file stays, is
     * marked as used, and this one is dropped.
     *
     * @return the path of the file in the store
     */
    Path commit(String key) throws IOException;

    /**
     * Syncs the file and moves it to its place, instead of the file that is there, if any. What
     * does not change is {@linkplain #commit committed} once and stays.
     *
     * @return the path of the file in the store
     */
    Path replace(String key) throws IOException;

    /**
     * Moves the file to its place as {@link #replace} does, and does not wait until a disk has it.
     * After a loss of power it may have other bytes or none: for what tells by itself that it is
     * damaged, and is found out again then.
     *
     * @return the path of the file in the store
     */
    Path replaceUnsynced(String key) throws IOException;

    @Override
    void close();
  }
}
