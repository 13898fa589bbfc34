package io.github.baci.testing.rkt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * The stand-in's pods. A pod runs as long as anything in it holds the lock on its directory, as
 * with rkt.
 */
final class StandInPods {
  private static final String LIST_TIME = "2026-01-01 00:00:00 +0000 UTC";
  private static final int HASH_IN_LIST = 19;

  private final Path directory;
  private final String made;

  /**
   * Takes where pods are.
   *
   * @param made the directory of the pod that the launcher has made for this command, or nothing
   */
  StandInPods(Path dataDirectory, String made) throws IOException {
    this.made = made;
    this.directory = Files.createDirectories(dataDirectory.resolve("pods"));
  }

  /** Makes a pod that is being prepared by a process, if there is none yet. */
  Path make(long process) throws IOException {
    if (!made.isEmpty()) {
      return Path.of(made);
    }
    Path pod = Files.createDirectory(directory.resolve(UUID.randomUUID().toString()));
    Files.writeString(pod.resolve("preparing"), Long.toString(process));
    return pod;
  }

  private String state(Path pod) throws IOException {
    if (!Files.exists(pod.resolve("started"))) {
      Path preparing = pod.resolve("preparing");
      String process = Files.exists(preparing) ? Files.readString(preparing).strip() : "";
      boolean isAlive = !process.isEmpty() && ProcessHandle.of(Long.parseLong(process)).isPresent();
      return isAlive ? "preparing" : "aborted prepare";
    }
    if (isLocked(pod)) {
      return "running";
    }
    if (!Files.exists(pod)) {
      throw new NoSuchFileException(pod.toString());
    }
    return "exited";
  }

  private static boolean isLocked(Path pod) throws IOException {
    try {
      return new ProcessBuilder(
                  "flock", "--nonblock", "--conflict-exit-code=9", pod.toString(), "true")
              .start()
              .waitFor()
          == 9;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  void list() throws IOException {
    try (var pods = Files.list(directory)) {
      for (Path pod : pods.toList()) {
        try {
          System.out.println(line(pod));
        } catch (NoSuchFileException e) {
          // removed meanwhile
        }
      }
    }
  }

  private String line(Path pod) throws IOException {
    String name = "-";
    String hash = "-";
    if (Files.exists(pod.resolve("pod"))) {
      JsonNode image = new ObjectMapper().readTree(pod.resolve("pod").toFile()).at("/apps/0/image");
      name = image.path("name").asText();
      hash = image.path("id").asText().substring(0, HASH_IN_LIST);
    }
    return String.join(
        "\t", pod.getFileName().toString(), "app", name, hash, state(pod), LIST_TIME, "", "");
  }

  /** Returns the state of a pod; what an app ended with is known where rkt supervises it. */
  String status(String uuid) throws IOException, StandInRefusal {
    Path pod = pod("status", uuid);
    String started =
        Files.exists(pod.resolve("started")) ? "started=%s%n".formatted(LIST_TIME) : "";
    Path code = pod.resolve("code");
    String app = Files.exists(code) ? "app-app=%s%n".formatted(Files.readString(code).strip()) : "";
    return "state=%s%n%s%s".formatted(state(pod), started, app);
  }

  String manifest(String uuid) throws IOException, StandInRefusal {
    Path file = pod("cat-manifest", uuid).resolve("pod");
    if (!Files.exists(file)) {
      throw new StandInRefusal("cat-manifest: cannot read pod manifest");
    }
    return Files.readString(file);
  }

  private Path pod(String command, String uuid) throws StandInRefusal {
    Path pod = directory.resolve(uuid);
    if (uuid.isEmpty() || !Files.isDirectory(pod)) {
      throw new StandInRefusal(command + ": cannot get pod");
    }
    return pod;
  }

  void remove(List<String> uuids) throws IOException, StandInRefusal {
    boolean isRefused = false;
    for (String uuid : uuids) {
      Path pod = pod("rm", uuid);
      String state = state(pod);
      if (state.equals("running")) {
        System.err.printf("rm: pod \"%s\" is currently running%n", uuid);
        isRefused = true;
      } else if (state.equals("preparing")) {
        System.err.printf("rm: pod \"%s\" is currently being prepared%n", uuid);
        isRefused = true;
      } else {
        // what is mounted below it would be deleted too
        StandInRkt.run(List.of("rm", "-rf", "--one-file-system", pod.toString()));
        System.out.printf("\"%s\"%n", uuid);
      }
    }
    if (isRefused) {
      throw new StandInRefusal("rm: failed to remove one or more pods");
    }
  }

  void stop(List<String> uuids, boolean force) throws IOException, StandInRefusal {
    for (String uuid : uuids) {
      Path pod = pod("stop", uuid);
      if (!state(pod).equals("running")) {
        throw new StandInRefusal("stop: pod \"%s\" is not running".formatted(uuid));
      }
      String process = Files.readString(pod.resolve("pid")).strip();
      StandInRkt.run(List.of("kill", force ? "-KILL" : "-TERM", process));
      System.out.printf("\"%s\"%n", uuid);
    }
  }
}
