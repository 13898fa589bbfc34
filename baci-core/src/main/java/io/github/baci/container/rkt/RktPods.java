package io.github.baci.container.rkt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The builder's pods in rkt's data directory, and how they are removed. */
final class RktPods {
  private static final int NAME = 2;
  private static final int STATE = 4;
  private static final Set<String> OVER = Set.of("exited", "exited garbage", "garbage");

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
   * Removes a pod whose process has ended; one that still runs is stopped.
   *
   * @param uuidFile where rkt has written the pod's UUID, if it came so far
   */
  void remove(Path uuidFile) throws IOException, InterruptedException {
    if (!Files.exists(uuidFile)) {
      return;
    }
    String uuid = Files.readString(uuidFile).strip();
    RktProgram.Result removed = rkt.run("rm", uuid);
    if (removed.exitCode() != 0 && removed.errors().contains("currently running")) {
      rkt.run("stop", "--force", uuid);
      removed = rkt.run("rm", uuid);
    }
    if (removed.exitCode() != 0) {
      debug.accept("rkt rm " + uuid + ": " + removed.complaint());
    }
  }

  /** Removes the pods that killed builds have left. Pods that run belong to builds that live. */
  void sweep() throws IOException, InterruptedException {
    List<String> over = new ArrayList<>();
    RktProgram.Result list = rkt.run("list", "--full", "--no-legend");
    for (String line : list.output().lines().toList()) {
      String[] fields = line.split("\t+", -1);
      if (fields.length > STATE
          && (fields[NAME].equals(imageName) || fields[NAME].startsWith(imageName + ":"))
          && OVER.contains(fields[STATE])) {
        over.add(fields[0]);
      }
    }
    if (!over.isEmpty()) {
      List<String> command = new ArrayList<>(List.of("rm"));
      command.addAll(over);
      RktProgram.Result removed = rkt.run(command);
      debug.accept("removed pods of builds that were killed: " + removed.output().strip());
    }
  }
}
