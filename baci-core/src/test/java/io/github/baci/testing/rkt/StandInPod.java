package io.github.baci.testing.rkt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.testing.rkt.StandInRkt.Flavour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One pod of the stand-in, from the command line to the script that runs its app. */
final class StandInPod {
  private static final int NO_SUCH_SOURCE_IN_SYSTEMD = 1;

  private final StandInArguments arguments;
  private final StandInImages images;
  private final StandInPods pods;
  private final long process;
  private Flavour flavour;

  StandInPod(StandInArguments arguments, StandInImages images, StandInPods pods, long process) {
    this.arguments = arguments;
    this.images = images;
    this.pods = pods;
    this.process = process;
  }

  /**
   * A volume of the command line.
   *
   * @param source empty for an empty volume
   */
  private record Volume(String name, String kind, String source, boolean readOnly) {
    static Volume parse(String text) throws StandInRefusal {
      Map<String, String> fields = new HashMap<>();
      int number = 0;
      for (String part : text.split(",")) {
        int equals = part.indexOf('=');
        if (number++ > 0 && equals < 0) {
          throw new StandInRefusal("Error: invalid volume \"%s\"".formatted(text));
        }
        fields.put(number == 1 ? "name" : part.substring(0, equals), part.substring(equals + 1));
      }
      return new Volume(
          fields.get("name"),
          fields.getOrDefault("kind", ""),
          fields.getOrDefault("source", ""),
          fields.getOrDefault("readOnly", "false").equals("true"));
    }
  }

  /** Where a volume is seen. */
  private record Mount(Volume volume, String target) {}

  /**
   * Prepares the pod.
   *
   * @param script where the returned script will lie
   * @return a shell script that becomes the app, or supervises it
   */
  String prepare(Path script) throws IOException, StandInRefusal {
    if (arguments.words().size() != 1) {
      throw new StandInRefusal("run: the stand-in runs one image");
    }
    StandInImages.Image stage1 = images.stage1();
    flavour = Flavour.valueOf(annotation(stage1.manifest(), "example.com/stand-in/flavour"));
    StandInImages.Image image = images.find(arguments.words().get(0));
    Path pod = pods.make(process);
    Path root = pod.resolve("rootfs");
    StandInRkt.run(
        List.of("cp", "-a", image.directory().resolve("rootfs").toString(), root.toString()));
    JsonNode app = image.manifest().path("app");
    List<Mount> mounts = mounts(app);
    Path manifest = Files.writeString(pod.resolve("pod.new"), manifest(image, mounts));
    Files.move(manifest, pod.resolve("pod"), StandardCopyOption.ATOMIC_MOVE);
    List<String> exec = exec(app, root);
    String common =
        """
        rm -f %s
        exec 9<%s
        flock 9
        : > %s
        """
            .formatted(quote(script), quote(pod), quote(pod.resolve("started")));
    String mounting = "set -e\n" + String.join("\n", mountCommands(root, mounts)) + "\nset +e\n";
    String start = start(app, root, exec);
    return flavour == Flavour.FLY
        ? common + "echo $$ > " + quote(pod.resolve("pid")) + "\n" + mounting + "exec " + start
        : common
            + StandInSupervisor.script(pod, appName(image), isolatesNetwork(), mounting, start);
  }

  private static String appName(StandInImages.Image image) throws IOException {
    return image.manifest().path("name").asText().replaceFirst(".*/", "").replaceAll("[._~]", "-");
  }

  /** fly takes the option, and isolates nothing. */
  private boolean isolatesNetwork() {
    return !arguments.option("net", "default").equals("host");
  }

  private static String annotation(JsonNode manifest, String name) throws StandInRefusal {
    for (JsonNode annotation : manifest.path("annotations")) {
      if (annotation.path("name").asText().equals(name)) {
        return annotation.path("value").asText();
      }
    }
    throw new StandInRefusal("run: the image is no stage1 image of the stand-in");
  }

  private List<Mount> mounts(JsonNode app) throws StandInRefusal {
    Map<String, Volume> volumes = new HashMap<>();
    for (String text : arguments.all("volume")) {
      Volume volume = Volume.parse(text);
      volumes.put(volume.name(), volume);
      if (!volume.source().isEmpty() && !Files.exists(Path.of(volume.source()))) {
        throw new StandInRefusal(
            "run: stat of host path %s: no such file or directory".formatted(volume.source()),
            flavour == Flavour.FLY ? StandInRefusal.REFUSED : NO_SUCH_SOURCE_IN_SYSTEMD);
      }
    }
    List<Mount> mounts = new ArrayList<>();
    for (JsonNode point : app.path("mountPoints")) {
      String name = point.path("name").asText();
      Volume given = volumes.get(name);
      if (given == null && flavour == Flavour.FLY) {
        throw new StandInRefusal("run: missing volume for mountpoint \"%s\"".formatted(name));
      }
      Volume volume = given == null ? new Volume(name, "empty", "", false) : given;
      boolean readOnly = volume.readOnly() || point.path("readOnly").asBoolean();
      mounts.add(
          new Mount(
              new Volume(name, volume.kind(), volume.source(), readOnly),
              point.path("path").asText()));
    }
    for (String text : arguments.all("mount")) {
      String name = text.replaceFirst("volume=([^,]*),target=.*", "$1");
      if (!volumes.containsKey(name)) {
        throw new StandInRefusal("run: no volume \"%s\"".formatted(name));
      }
      mounts.add(new Mount(volumes.get(name), text.replaceFirst(".*,target=", "")));
    }
    for (Mount mount : mounts) {
      if (flavour == Flavour.FLY && !mount.volume().kind().equals("host")) {
        throw new StandInRefusal(
            "run: can't mount \"\" on \"%s\": invalid argument".formatted(mount.target()));
      }
    }
    return mounts;
  }

  private String manifest(StandInImages.Image image, List<Mount> mounts) throws IOException {
    ObjectNode pod = new ObjectMapper().createObjectNode();
    pod.put("acVersion", StandInRkt.VERSION).put("acKind", "PodManifest");
    ObjectNode inPod = pod.putArray("apps").addObject().put("name", "app").putObject("image");
    inPod.put("name", image.manifest().path("name").asText()).put("id", image.hash());
    ArrayNode volumes = pod.putArray("volumes");
    for (Mount mount : mounts) {
      ObjectNode volume = volumes.addObject();
      volume.put("name", mount.volume().name()).put("kind", mount.volume().kind());
      volume.put("source", mount.volume().source()).put("readOnly", mount.volume().readOnly());
    }
    return pod.toPrettyString();
  }

  private List<String> exec(JsonNode app, Path root) throws StandInRefusal {
    List<String> exec = new ArrayList<>();
    String given = arguments.option("exec", "");
    if (given.isEmpty()) {
      app.path("exec").forEach(word -> exec.add(word.asText()));
    } else {
      exec.add(given);
    }
    exec.addAll(arguments.appArguments());
    if (!Files.isExecutable(Path.of(root + exec.get(0)))) {
      throw new StandInRefusal(
          "run: cannot execute \"%s\": no such file or directory".formatted(exec.get(0)),
          flavour == Flavour.FLY ? StandInRefusal.REFUSED : 203);
    }
    return exec;
  }

  private List<String> mountCommands(Path root, List<Mount> mounts) throws IOException {
    List<String> commands = new ArrayList<>();
    for (String system : List.of("/dev", "/proc", "/sys")) {
      Files.createDirectories(Path.of(root + system));
      if (flavour == Flavour.FLY) {
        commands.add("mount --make-rshared " + system);
      }
      if (flavour == Flavour.FLY || !system.equals("/proc")) {
        commands.add("mount --rbind %s %s".formatted(system, quote(root + system)));
      } else {
        commands.add("mount -t proc proc " + quote(root + system));
      }
    }
    Files.createDirectories(root.resolve("tmp"));
    commands.add("mount -t tmpfs tmpfs " + quote(root.resolve("tmp")));
    for (Mount mount : mounts) {
      Path target = Path.of(root + mount.target());
      String place = quote(target);
      if (mount.volume().source().isEmpty()) {
        Files.createDirectories(target);
        commands.add("mount -t tmpfs tmpfs " + place);
        continue;
      }
      makeTarget(Path.of(mount.volume().source()), target);
      commands.add("mount --bind %s %s".formatted(quote(mount.volume().source()), place));
      if (mount.volume().readOnly()) {
        commands.add("mount -o remount,bind,ro " + place);
      }
    }
    if (arguments.option("dns", "").equals("host")) {
      Path resolv = root.resolve("etc/resolv.conf");
      makeTarget(Path.of("/etc/resolv.conf"), resolv);
      commands.add("mount --bind /etc/resolv.conf " + quote(resolv));
    }
    return commands;
  }

  private static void makeTarget(Path source, Path target) throws IOException {
    if (Files.isDirectory(source)) {
      Files.createDirectories(target);
    } else if (!Files.exists(target)) {
      Files.createDirectories(target.getParent());
      Files.createFile(target);
    }
  }

  private String start(JsonNode app, Path root, List<String> exec) throws StandInRefusal {
    StringBuilder command = new StringBuilder("env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin ");
    for (JsonNode variable : app.path("environment")) {
      String text = variable.path("name").asText() + "=" + variable.path("value").asText();
      command.append(quote(text)).append(' ');
    }
    for (String variable : arguments.all("environment")) {
      command.append(quote(variable)).append(' ');
    }
    if (flavour == Flavour.SYSTEMD) {
      command.append(StandInSupervisor.restriction(app));
    }
    command.append("/usr/sbin/chroot --userspec=%s:%s".formatted(user(app), group(app)));
    command.append(" --groups=").append(arguments.option("supplementary-gids", ""));
    command.append(' ').append(quote(root)).append(' ');
    return command
        .append(exec.stream().map(StandInPod::quote).collect(Collectors.joining(" ")))
        .append('\n')
        .toString();
  }

  private String user(JsonNode app) throws StandInRefusal {
    return number(arguments.option("user", app.path("user").asText()));
  }

  private String group(JsonNode app) throws StandInRefusal {
    return number(arguments.option("group", app.path("group").asText()));
  }

  private static String number(String id) throws StandInRefusal {
    if (!id.matches("[0-9]+")) {
      throw new StandInRefusal("run: the stand-in knows users and groups by their numbers alone");
    }
    return id;
  }

  static String quote(Object text) {
    return "'" + text.toString().replace("'", "'\\''") + "'";
  }
}
