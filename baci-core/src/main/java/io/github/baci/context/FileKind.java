package io.github.baci.context;

/** What a file of the build context is. */
public enum FileKind {
  /** A directory. */
  DIRECTORY,
  /** A regular file. */
  FILE,
  /** A symbolic link. */
  SYMLINK,
  /** A character device. */
  CHARACTER_DEVICE,
  /** A block device. */
  BLOCK_DEVICE,
  /** A named pipe. */
  FIFO,
  /** A socket, which becomes an empty regular file in an image. */
  SOCKET
}
