package io.github.baci.container.rkt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The builder's pods in rkt's data directory, and how they are removed. */
final class RktPods {
  private static final int NAME = 2;
  private static final int STATE = 4;
  private static final Set<String> OVER =
      Set.of("aborted prepare", "exited", "exited garbage", "garbage");
  private static final Set<String> UNFINISHED = Set.of("embryo", "preparing", "running");
  private static final Pattern DATA_SOURCE =
      Pattern.compile(
          "\"name\":\\s*\""
              + RktVolumes.DATA
              + "\",\\s*\"kind\":\\s*\"host\",\\s*\"source\":\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"");

  private static final int TRIES = 100;
  private static final int TRIES_BEFORE_STOPPING = 30;
  private static final long MILLIS_BETWEEN_TRIES = 100;

  private final RktProgram rkt;
  private final String imageName;
  private final Consumer<String> debug;

  /**
   * Takes what the pods are known by.
   *
   * @param imageName the name of the builder's image
   * @param debug hears what cannot be removed
   */
  RktPods(RktProgram rkt, String imageName, Consumer<String> debug) {
    this.rkt = rkt;
    this.imageName = imageName;
    this.debug = debug;
  }

  /**
   * Removes a pod whose process has ended; one that still runs, as that of a systemd whose rkt was
   * killed, is stopped.
   *
   * @param uuidFile where rkt has written the pod's UUID, if it came so far
   */
  void remove(Path uuidFile) throws IOException, InterruptedException {
    if (!Files.exists(uuidFile)) {
      return;
    }
    String uuid = Files.readString(uuidFile).strip();
    if (!uuid.isEmpty()) {
      remove(uuid);
    }
  }

  private void remove(String uuid) throws IOException, InterruptedException {
    RktProgram.Result removed = rkt.runInOwnSession("rm", uuid);
    boolean isStopped = false;
    for (int i = 0; i < TRIES && removed.exitCode() != 0 && isUnfinished(removed); i++) {
      if (!isStopped && RktMessages.tellOfRunningPod(removed.errors())) {
        isStopped = rkt.runInOwnSession("stop", "--force", uuid).exitCode() == 0;
      }
      Thread.sleep(MILLIS_BETWEEN_TRIES);
      removed = rkt.runInOwnSession("rm", uuid);
    }
    if (removed.exitCode() != 0) {
      debug.accept("rkt rm " + uuid + ": " + removed.complaint());
    }
  }

  private static boolean isUnfinished(RktProgram.Result removed) {
    return RktMessages.tellOfRunningPod(removed.errors())
        || RktMessages.tellOfUnpreparedPod(removed.errors());
  }

  /**
   * Removes the pods that killed builds have left and that have ended.
   *
   * @return whether there are others that have not: of builds that live, or of killed ones that end
   *     within moments
   */
  boolean sweep() throws IOException, InterruptedException {
    PodList pods = list();
    List<String> over =
        pods.listed().stream()
            .filter(pod -> pod.isNamed(imageName) && OVER.contains(pod.state()))
            .map(Listed::uuid)
            .toList();
    if (!over.isEmpty()) {
      List<String> command = new ArrayList<>(List.of("rm"));
      command.addAll(over);
      RktProgram.Result removed = rkt.runInOwnSession(command.toArray(String[]::new));
      debug.accept("removed pods of builds that were killed: " + removed.output().strip());
    }
    return !pods.isWhole() || pods.listed().stream().anyMatch(this::mayBeUnfinishedBuilder);
  }

  /**
   * Sweeps until every pod whose build is dead has ended and is removed; after some seconds, what
   * still runs is stopped. Pods of builds that live stay.
   */
  void sweepLate() throws IOException, InterruptedException {
    for (int i = 0; i < TRIES && sweep(); i++) {
      PodList pods = list();
      boolean isWaiting = !pods.isWhole();
      for (Listed pod : pods.listed()) {
        if (!mayBeUnfinishedBuilder(pod)) {
          continue;
        }
        if (!pod.state().equals("running")) {
          isWaiting = true;
        } else if (hasDeadBuild(pod.uuid())) {
          isWaiting = true;
          if (i >= TRIES_BEFORE_STOPPING) {
            debug.accept("the pod %s of a killed build is stopped".formatted(pod.uuid()));
            rkt.runInOwnSession("stop", "--force", pod.uuid());
          }
        }
      }
      if (!isWaiting) {
        return;
      }
      Thread.sleep(MILLIS_BETWEEN_TRIES);
    }
  }

  /** Before its manifest is written, a pod has no name yet. */
  private boolean mayBeUnfinishedBuilder(Listed pod) {
    return UNFINISHED.contains(pod.state())
        && (pod.isNamed(imageName) || !pod.state().equals("running"));
  }

  /**
   * Returns whether the directory of the sockets is gone, which lies in a store and is removed with
   * all else of a dead build when that store is next opened. A manifest that cannot be read says
   * nothing.
   */
  private boolean hasDeadBuild(String uuid) throws IOException, InterruptedException {
    return dataDirectory(rkt.run("cat-manifest", uuid).output())
        .filter(directory -> !Files.exists(directory))
        .isPresent();
  }

  /** Returns where the builder's data is, by the manifest of its pod. */
  static Optional<Path> dataDirectory(String podManifest) {
    Matcher source = DATA_SOURCE.matcher(podManifest);
    return source.find()
        ? Optional.of(Path.of(source.group(1).replaceAll("\\\\(.)", "$1")))
        : Optional.empty();
  }

  private record Listed(String uuid, String name, String state) {
    boolean isNamed(String image) {
      return name.equals(image) || name.startsWith(image + ":");
    }
  }

  /**
   * What rkt lists.
   *
   * @param isWhole whether rkt could read every pod, which it cannot while one is being made or
   *     removed
   */
  private record PodList(List<Listed> listed, boolean isWhole) {}

  private PodList list() throws IOException, InterruptedException {
    RktProgram.Result list = rkt.run("list", "--full", "--no-legend");
    List<Listed> listed =
        list.output()
            .lines()
            .map(line -> line.split("\t+", -1))
            .filter(fields -> fields.length > STATE)
            .map(fields -> new Listed(fields[0], fields[NAME], fields[STATE]))
            .toList();
    return new PodList(listed, list.exitCode() == 0);
  }
}
