package io.github.baci.container.traced;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.layer.NameBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The files of a guest that does not run yet, by its paths. For one thread. */
public final class GuestFiles {
  private final Guest guest;
  private final Task task =
      new Task(0, 0, Credentials.of(0, 0, List.of()), new Task.Place(), new Task.Memory());

  /** Looks at what a guest would see. */
  public GuestFiles(BindTable binds, Owners owners) {
    guest = new Guest(binds, owners);
  }

  /** Returns what root would be told of a file; links are followed. Empty if it is not there. */
  public Optional<FileStatus> find(String path) throws SystemCallException {
    long result = guest.paths().find(task, Host.CWD, PathBytes.of(path), true);
    if (result < 0 || !guest.paths().exists()) {
      return Optional.empty();
    }
    byte[] place = guest.paths().path().getBytes(StandardCharsets.ISO_8859_1);
    FileStatus real = FileCalls.stat(FileCalls.CWD, NameBytes.decode(place));
    return Optional.of(guest.owners().see(real));
  }
}
