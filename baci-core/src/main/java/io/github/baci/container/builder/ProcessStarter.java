package io.github.baci.container.builder;

import io.github.baci.container.ContainerSpec;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.Spawn;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts commands by a JVM that changes its root and is executed as the command. */
final class ProcessStarter implements ChrootStarter {
  private static final int FAILURE_FD = 3;

  private final List<String> java;
  private final Path directory;

  /**
   * Takes the JVM.
   *
   * @param java its command line, without a main class
   * @param directory in which it is started
   */
  ProcessStarter(List<String> java, Path directory) {
    this.java = List.copyOf(java);
    this.directory = directory;
  }

  @Override
  public ProcessFamily start(Confinement.Plan plan, String program) throws IOException {
    ContainerSpec spec = plan.spec();
    List<String> environment = new ArrayList<>();
    spec.env().forEach((name, value) -> environment.add(name + "=" + value));
    Path file = plan.own().resolve("command");
    new ChrootPlan(
            plan.root().toString(),
            plan.workingDirectory(),
            spec.user(),
            program,
            spec.command(),
            environment)
        .write(file);
    List<String> line = new ArrayList<>(java);
    line.add(ChrootMain.class.getName());
    line.add(file.toString());
    int[] failure = FileCalls.pipe();
    try (InputStream in =
        new BufferedInputStream(new FileInputStream("/proc/self/fd/" + failure[0]))) {
      FileCalls.close(failure[0]);
      ProcessFamily family;
      try (Spawn spawn = new Spawn(java.get(0), line, List.of("LC_ALL=C.UTF-8"))) {
        spawn.changeDirectory(directory.toString());
        int[] descriptors = plan.descriptors();
        if (descriptors[0] < 0) {
          spawn.open(0, "/dev/null", FileCalls.O_RDONLY);
        } else {
          spawn.duplicate(descriptors[0], 0);
        }
        spawn.duplicate(descriptors[1], 1);
        spawn.duplicate(descriptors[2], 2);
        spawn.duplicate(failure[1], FAILURE_FD);
        spawn.closeFrom(FAILURE_FD + 1);
        family = ProcessFamily.start(spawn::start);
      } finally {
        FileCalls.close(failure[1]);
      }
      String why = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!why.isEmpty()) {
        family.awaitFirst();
        ChrootMain.rethrow(why);
      }
      return family;
    }
  }
}
