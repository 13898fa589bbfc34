package io.github.baci.container.traced;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.testing.Command;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A small root file system with busybox in it, and commands that are traced in it. */
final class TracedRoot {
  private static final List<String> DEVICES =
      List.of("null", "zero", "full", "random", "urandom", "tty");

  private final Path parent;
  private final Path directory;
  private final Owners owners;
  private final List<Bind> binds = new ArrayList<>();

  /** How a command ended. */
  record Result(int exitCode, String output) {}

  TracedRoot(Path parent) throws IOException {
    this.parent = parent;
    directory = Files.createDirectory(parent.resolve("root"));
    owners = Owners.ofThisUser();
    for (String name : List.of("bin", "etc", "tmp", "root", "proc", "dev", "bound", "sealed")) {
      Files.createDirectory(directory.resolve(name));
    }
    Path busybox = directory.resolve("bin/busybox");
    Files.copy(Path.of("/bin/busybox"), busybox);
    Command.of("chmod", "755", busybox.toString()).succeed();
    for (String name : Command.of(busybox.toString(), "--list").succeed().split("\n")) {
      Path link = directory.resolve("bin").resolve(name);
      if (!name.isBlank() && !Files.exists(link)) {
        Files.createSymbolicLink(link, Path.of("busybox"));
      }
    }
    Files.writeString(
        directory.resolve("etc/passwd"),
        "root:x:0:0::/root:/bin/sh\nuser:x:1000:1000::/tmp:/bin/sh\n");
    Files.writeString(directory.resolve("etc/group"), "root:x:0:\nuser:x:1000:\nstaff:x:50:\n");
    Files.setPosixFilePermissions(
        directory.resolve("tmp"),
        java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
    binds.add(new Bind("/proc", "/proc", false));
    for (String device : DEVICES) {
      Files.createFile(directory.resolve("dev").resolve(device));
      binds.add(new Bind("/dev/" + device, "/dev/" + device, false));
    }
    for (String bound : List.of("bound", "sealed")) {
      Path outside = Files.createDirectory(parent.resolve("outside-" + bound));
      Files.writeString(outside.resolve("file"), bound + "\n");
      binds.add(new Bind("/" + bound, outside.toString(), bound.equals("sealed")));
    }
  }

  Path directory() {
    return directory;
  }

  Result sh(String script) throws Exception {
    return run(Credentials.of(0, 0, List.of()), true, "/bin/sh", "-c", script);
  }

  Result shAs(int uid, String script) throws Exception {
    return run(Credentials.of(uid, uid, List.of()), true, "/bin/sh", "-c", script);
  }

  TracedCommand command(Credentials who, boolean hasNetwork, int output, String... words)
      throws Exception {
    Path shortNames = Files.createTempDirectory(parent, "b");
    return new TracedCommand(
        new TracedCommand.Plan(
            new TracedCommand.Plan.Root(
                new BindTable(new Bind("", directory.toString(), false), binds),
                owners,
                shortNames),
            who,
            new TracedCommand.Plan.Invocation(
                () -> words[0], List.of(words), List.of("PATH=/bin", "HOME=/root"), "/"),
            new TracedCommand.Plan.Surroundings("guest", hasNetwork),
            Enclosure.NONE),
        new int[] {-1, output, output});
  }

  Result run(Credentials who, boolean hasNetwork, String... words) throws Exception {
    int[] pipe = FileCalls.pipe();
    TracedCommand command = command(who, hasNetwork, pipe[1], words);
    CompletableFuture<String> output = new CompletableFuture<>();
    InputStream in = new FileInputStream("/proc/self/fd/" + pipe[0]);
    FileCalls.close(pipe[0]);
    Thread reader =
        new Thread(
            () -> {
              try (in) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                in.transferTo(all); // readAllBytes would ask a pipe where it is
                output.complete(all.toString(StandardCharsets.UTF_8));
              } catch (IOException e) {
                output.completeExceptionally(e);
              }
            });
    reader.start();
    try {
      command.start();
    } finally {
      FileCalls.close(pipe[1]);
    }
    return new Result(command.await(), output.get());
  }
}
