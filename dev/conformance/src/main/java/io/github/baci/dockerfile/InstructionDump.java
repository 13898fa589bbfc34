package io.github.baci.dockerfile;

import static io.github.baci.dockerfile.InstructionVectors.array;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;

/** A Dockerfile as the vectors write it. */
final class InstructionDump {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Dockerfile dockerfile;

  InstructionDump(Dockerfile dockerfile) {
    this.dockerfile = dockerfile;
  }

  ObjectNode toJson() {
    ObjectNode out = JSON.createObjectNode();
    List<Stage> stages = dockerfile.stages();
    int count = dockerfile.globalArgs().size();
    ArrayNode globalArgs = JSON.createArrayNode();
    for (Instruction.Arg arg : dockerfile.globalArgs()) {
      arg.declarations().forEach(d -> declaration(d, globalArgs.addObject()));
    }
    ArrayNode array = JSON.createArrayNode();
    for (Stage stage : stages) {
      count += 1 + stage.instructions().size();
      Instruction.From from = stage.from();
      ObjectNode node = array.addObject().put("base", from.image());
      put(node, "name", from.name());
      put(node, "platform", from.platform());
      put(node, "doc", from.description());
      node.put("line", from.origin().startLine());
      ArrayNode commands = node.putArray("commands");
      stage.instructions().forEach(i -> instruction(i, commands.addObject()));
    }
    out.put("instructions", count).put("stageCount", stages.size());
    out.set("globalArgs", globalArgs);
    out.set("stages", array);
    return out;
  }

  private static void instruction(Instruction instruction, ObjectNode out) {
    out.put("line", instruction.origin().startLine());
    out.put("name", instruction.origin().keyword().toUpperCase(Locale.ROOT));
    if (instruction instanceof Instruction.Run run) {
      run(run, out);
    } else if (instruction instanceof Instruction.Cmd cmd) {
      command(cmd.command(), false, out);
    } else if (instruction instanceof Instruction.Entrypoint entrypoint) {
      command(entrypoint.command(), true, out);
    } else if (instruction instanceof Instruction.Copy copy) {
      transfer(copy.transfer(), out);
      put(out, "from", copy.from());
      putTrue(out, "parents", copy.parents());
    } else if (instruction instanceof Instruction.Add add) {
      transfer(add.transfer(), out);
      put(out, "checksum", add.checksum());
      add.keepGitDir().ifPresent(on -> out.put("keepGitDir", on));
      add.unpack().ifPresent(on -> out.put("unpack", on));
    } else if (instruction instanceof Instruction.Env env) {
      pairs(env.pairs(), out.putArray("env"));
    } else if (instruction instanceof Instruction.Label label) {
      pairs(label.pairs(), out.putArray("labels"));
    } else if (instruction instanceof Instruction.Arg arg) {
      ArrayNode args = out.putArray("args");
      arg.declarations().forEach(d -> declaration(d, args.addObject()));
    } else if (instruction instanceof Instruction.HealthCheck health) {
      health(health.check(), out.putObject("health"));
    } else {
      simple(instruction, out);
    }
  }

  private static void simple(Instruction instruction, ObjectNode out) {
    if (instruction instanceof Instruction.Workdir workdir) {
      out.put("path", workdir.path());
    } else if (instruction instanceof Instruction.User user) {
      out.put("user", user.user());
    } else if (instruction instanceof Instruction.Expose expose) {
      out.set("ports", array(expose.ports()));
    } else if (instruction instanceof Instruction.Volume volume) {
      out.set("volumes", array(volume.paths()));
    } else if (instruction instanceof Instruction.Shell shell) {
      out.set("shellForm", array(shell.arguments()));
    } else if (instruction instanceof Instruction.StopSignal signal) {
      out.put("signal", signal.signal());
    } else if (instruction instanceof Instruction.OnBuild onBuild) {
      out.put("expression", onBuild.trigger());
    } else if (instruction instanceof Instruction.Maintainer maintainer) {
      out.put("maintainer", maintainer.author());
    }
  }

  private static void run(Instruction.Run run, ObjectNode out) {
    command(run.command(), false, out);
    if (!run.flagsUsed().isEmpty()) {
      out.set("flagsUsed", array(new TreeSet<>(run.flagsUsed())));
    }
    if (!run.heredocs().isEmpty()) {
      ArrayNode heredocs = out.putArray("heredocs");
      for (Heredoc heredoc : run.heredocs()) {
        heredocs
            .addObject()
            .put("chomp", heredoc.chomp())
            .put("data", heredoc.body())
            .put("name", heredoc.name());
      }
    }
    if (!run.mounts().isEmpty()) {
      ArrayNode mounts = out.putArray("mounts");
      run.mounts().forEach(m -> mount(MountSpec.parse(m, v -> v), mounts.addObject()));
    }
    run.network().ifPresent(network -> out.put("network", network.name().toLowerCase(Locale.ROOT)));
    if (run.security() != Instruction.Run.Security.SANDBOX) {
      out.put("security", run.security().name().toLowerCase(Locale.ROOT));
    }
  }

  private static void mount(MountSpec mount, ObjectNode out) {
    out.put("type", mount.type().toString()).put("readonly", mount.readOnly());
    put(out, "target", mount.target());
    put(out, "source", mount.source());
    put(out, "from", mount.from());
    put(out, "id", mount.id());
    put(out, "sharing", mount.sharing().map(s -> s.name().toLowerCase(Locale.ROOT)));
    mount.size().ifPresent(size -> out.put("size", size));
    put(out, "mode", mount.mode());
    put(out, "uid", mount.uid());
    put(out, "gid", mount.gid());
    putTrue(out, "required", mount.required());
    put(out, "env", mount.env());
  }

  private static void command(CommandLine command, boolean emptyIsNull, ObjectNode out) {
    List<String> words;
    boolean shell = false;
    if (command instanceof CommandLine.Exec exec) {
      words = exec.arguments();
    } else {
      String text = ((CommandLine.Shell) command).text();
      shell = true;
      words = text.isEmpty() ? List.of() : List.of(text);
    }
    if (emptyIsNull && words.isEmpty()) {
      out.putNull("cmdline");
    } else {
      out.set("cmdline", array(words));
    }
    out.put("shell", shell);
  }

  private static void transfer(FileInstruction transfer, ObjectNode out) {
    out.set("sources", array(transfer.sources()));
    out.put("dest", transfer.destination());
    put(out, "chown", transfer.chown());
    put(out, "chmod", transfer.chmod());
    putTrue(out, "link", transfer.link());
    if (!transfer.excludes().isEmpty()) {
      out.set("exclude", array(transfer.excludes()));
    }
    if (!transfer.inlineFiles().isEmpty()) {
      ArrayNode files = out.putArray("inline");
      for (Heredoc file : transfer.inlineFiles()) {
        files
            .addObject()
            .put("data", file.content())
            .put("expand", file.expand())
            .put("name", file.name());
      }
    }
  }

  private static void pairs(List<Instruction.Pair> pairs, ArrayNode out) {
    for (Instruction.Pair pair : pairs) {
      ObjectNode node = out.addObject().put("key", pair.key()).put("value", pair.value());
      putTrue(node, "legacy", pair.legacy());
    }
  }

  private static void declaration(Instruction.Arg.Declaration declaration, ObjectNode out) {
    out.put("key", declaration.name()).put("value", declaration.value().orElse(null));
    put(out, "doc", declaration.description());
  }

  private static void health(io.github.baci.image.HealthCheck check, ObjectNode out) {
    out.set("test", array(check.test()));
    nanos(out, "interval_ns", check.interval());
    nanos(out, "timeout_ns", check.timeout());
    nanos(out, "startPeriod_ns", check.startPeriod());
    nanos(out, "startInterval_ns", check.startInterval());
    check.retries().ifPresent(retries -> out.put("retries", retries));
  }

  private static void nanos(ObjectNode out, String key, Optional<Duration> duration) {
    duration.ifPresent(d -> out.put(key, d.toNanos()));
  }

  private static void put(ObjectNode out, String key, Optional<String> value) {
    value.ifPresent(v -> out.put(key, v));
  }

  private static void put(ObjectNode out, String key, OptionalInt value) {
    value.ifPresent(v -> out.put(key, v));
  }

  private static void put(ObjectNode out, String key, OptionalLong value) {
    value.ifPresent(v -> out.put(key, v));
  }

  private static void putTrue(ObjectNode out, String key, boolean value) {
    if (value) {
      out.put(key, true);
    }
  }
}
