package io.github.baci.testing.rkt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The stand-in's program: one command of rkt. */
final class StandInMain {
  /** The exit code that says that the script is to be executed. */
  static final int GO_ON = 100;

  private static final int OWN_ARGUMENTS = 5;
  private static final Set<String> FOR_ROOT = Set.of("rm", "run", "stop");

  private StandInMain() {}

  /**
   * Carries out the command.
   *
   * @param words the version, the executable's directory, the script to be written, the process ID
   *     that is rkt's, the directory of a pod that is made already, or nothing, and rkt's command
   *     line
   */
  public static void main(String[] words) throws IOException {
    int exitCode = 0;
    try {
      StandInArguments arguments =
          StandInArguments.parse(Arrays.asList(words).subList(OWN_ARGUMENTS, words.length));
      exitCode =
          run(
              arguments,
              words[0],
              Path.of(words[1]),
              Path.of(words[2]),
              Long.parseLong(words[3]),
              words[4]);
    } catch (StandInRefusal e) {
      if (!words[4].isEmpty()) {
        StandInRkt.run(List.of("rm", "-rf", words[4]));
      }
      System.err.println(e.getMessage());
      exitCode = e.exitCode();
    }
    System.exit(exitCode);
  }

  private static int run(
      StandInArguments arguments, String version, Path home, Path script, long process, String made)
      throws IOException, StandInRefusal {
    String command = arguments.command();
    if (command.equals("version")) {
      System.out.printf("rkt Version: %s%nappc Version: 0.8.11%nStand-in: yes%n", version);
      return 0;
    }
    Path directory = Path.of(arguments.option("dir", "/var/lib/rkt"));
    boolean isRoot = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    if (!isRoot && FOR_ROOT.contains(command)) {
      throw new StandInRefusal(command + ": cannot run as unprivileged user");
    }
    StandInImages images = new StandInImages(directory, arguments, home);
    StandInPods pods = new StandInPods(directory, made);
    switch (command) {
      case "fetch" -> images.fetch();
      case "image" -> images.printManifest();
      case "list" -> pods.list();
      case "status" -> System.out.print(pods.status(arguments.words().get(0)));
      case "cat-manifest" -> System.out.print(pods.manifest(arguments.words().get(0)));
      case "rm" -> pods.remove(uuids(arguments));
      case "stop" -> pods.stop(uuids(arguments), arguments.isSet("force"));
      default -> {
        Files.writeString(script, new StandInPod(arguments, images, pods, process).prepare(script));
        return GO_ON;
      }
    }
    return 0;
  }

  private static List<String> uuids(StandInArguments arguments) throws IOException {
    String file = arguments.option("uuid-file", "");
    return file.isEmpty() ? arguments.words() : List.of(Files.readString(Path.of(file)).strip());
  }
}
