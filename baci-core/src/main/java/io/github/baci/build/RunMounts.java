package io.github.baci.build;

import io.github.baci.api.Digest;
import io.github.baci.build.copy.SourceRoot;
import io.github.baci.container.ContainerMount;
import io.github.baci.container.ContainerMount.Cache.Sharing;
import io.github.baci.container.ContainerSpec.Identity;
import io.github.baci.plan.Mount;
import io.github.baci.plan.RunStep;
import io.github.baci.plan.StageInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what the mounts of a RUN stand for. */
final class RunMounts {
  private static final int SCRIPT_MODE = 0755;

  private final FileContexts contexts;
  private final MountedFiles mountedFiles;
  private final Secrets secrets;

  RunMounts(FileContexts contexts, MountedFiles mountedFiles, Secrets secrets) {
    this.contexts = contexts;
    this.mountedFiles = mountedFiles;
    this.secrets = secrets;
  }

  /** What a RUN sees beside its layers. */
  static final class Prepared {
    private final List<Deferred> mounts = new ArrayList<>();
    private final Map<String, String> secretVariables = new LinkedHashMap<>();

    /** Returns the mounts; makes layers for what is mounted from directories. */
    List<ContainerMount> mounts() throws IOException {
      List<ContainerMount> made = new ArrayList<>();
      for (Deferred mount : mounts) {
        made.add(mount.make());
      }
      return made;
    }

    /** Returns variables whose values are secrets, or depend on what the caller has. */
    Map<String, String> secretVariables() {
      return secretVariables;
    }
  }

  private interface Deferred {
    ContainerMount make() throws IOException;
  }

  /** Adds what mounts say themselves; the files that a bind shows are added by their digests. */
  static void describe(List<Mount> mounts, InstructionText text) {
    for (Mount mount : mounts) {
      if (mount instanceof Mount.Bind bind) {
        text.field("bind", bind.target())
            .from(bind.from())
            .field("source", bind.source())
            .field("readOnly", bind.readOnly());
      } else if (mount instanceof Mount.Cache cache) {
        text.field("cache", cache.target())
            .field("id", cache.id())
            .from(cache.from())
            .field("source", cache.source())
            .field("sharing", cache.sharing().name())
            .field("readOnly", cache.readOnly())
            .mode(cache.mode())
            .owner(cache.uid(), cache.gid());
      } else if (mount instanceof Mount.Tmpfs tmpfs) {
        text.field("tmpfs", tmpfs.target())
            .field("size", tmpfs.size().isPresent() ? Long.toString(tmpfs.size().getAsLong()) : "")
            .field("readOnly", tmpfs.readOnly());
      } else if (mount instanceof Mount.Secret secret) {
        text.field("secret", secret.id())
            .field("target", secret.target().orElse(""))
            .field("env", secret.env().orElse(""))
            .mode(secret.mode())
            .owner(secret.uid(), secret.gid());
      } else if (mount instanceof Mount.Ssh ssh) {
        text.field("ssh", ssh.id())
            .field("target", ssh.target())
            .mode(ssh.mode())
            .owner(ssh.uid(), ssh.gid());
      }
    }
  }

  /** Adds what stands for the files of binds; returns false if something is not known now. */
  boolean ahead(RunStep run, AheadKeys stages, StepKey.Writer key) throws InterruptedException {
    for (Mount mount : run.mounts()) {
      if (mount instanceof Mount.Bind bind && !ahead(bind, stages, key)) {
        return false;
      }
    }
    return true;
  }

  private boolean ahead(Mount.Bind bind, AheadKeys stages, StepKey.Writer key)
      throws InterruptedException {
    Optional<SourceRoot> directory = contexts.of(bind.from());
    if (directory.isEmpty()) {
      return stages.tree(bind.from(), key);
    }
    key.text(mountedFiles.prepare(directory.get(), bind.source()).digest().toString());
    return true;
  }

  /**
   * Finds what is mounted, and adds the digests of mounted files to the key of the step.
   *
   * @throws io.github.baci.api.BaciException if something is missing
   */
  Prepared prepare(RunStep run, StageStacks stacks, StepKey.Writer key)
      throws InterruptedException {
    Prepared prepared = new Prepared();
    for (Mount mount : run.mounts()) {
      if (mount instanceof Mount.Bind bind) {
        prepared.mounts.add(bind(bind, stacks, key));
      } else if (mount instanceof Mount.Cache cache) {
        prepared.mounts.add(cache(cache, stacks));
      } else if (mount instanceof Mount.Tmpfs tmpfs) {
        prepared.mounts.add(
            () -> new ContainerMount.Tmpfs(tmpfs.target(), tmpfs.size(), tmpfs.readOnly()));
      } else if (mount instanceof Mount.Secret secret) {
        secret(secret, prepared);
      } else if (mount instanceof Mount.Ssh ssh) {
        ssh(run, ssh, prepared);
      }
    }
    for (RunStep.ScriptFile script : run.scripts()) {
      byte[] content = script.content().getBytes(StandardCharsets.UTF_8);
      prepared.mounts.add(
          () -> new ContainerMount.MemoryFile(content, script.path(), SCRIPT_MODE, Identity.ROOT));
    }
    return prepared;
  }

  private Deferred bind(Mount.Bind bind, StageStacks stacks, StepKey.Writer key)
      throws InterruptedException {
    Optional<SourceRoot> directory = contexts.of(bind.from());
    if (directory.isPresent()) {
      MountedFiles.Prepared files = mountedFiles.prepare(directory.get(), bind.source());
      key.input("the files at " + bind.target(), files.digest());
      return () ->
          new ContainerMount.LayersBind(
              List.of(files.layer()), relative(bind.source()), bind.target(), bind.readOnly());
    }
    List<Digest> layers = layers(bind.from(), stacks);
    key.inputs("the files at " + bind.target(), layers);
    return () ->
        new ContainerMount.LayersBind(
            layers, relative(bind.source()), bind.target(), bind.readOnly());
  }

  private static List<Digest> layers(StageInput from, StageStacks stacks)
      throws InterruptedException {
    return from instanceof StageInput.Scratch ? List.of() : stacks.stackOf(from).diffIds();
  }

  private Deferred cache(Mount.Cache cache, StageStacks stacks) throws InterruptedException {
    Optional<SourceRoot> directory = contexts.of(cache.from());
    List<Digest> layers = directory.isPresent() ? List.of() : layers(cache.from(), stacks);
    return () ->
        new ContainerMount.Cache(
            cache.id(),
            cache.target(),
            directory.isPresent()
                ? List.of(mountedFiles.prepare(directory.get(), "/").layer())
                : layers,
            relative(cache.source()),
            Sharing.valueOf(cache.sharing().name()),
            cache.readOnly(),
            cache.mode(),
            new Identity(cache.uid(), cache.gid(), List.of()));
  }

  private void secret(Mount.Secret secret, Prepared prepared) {
    Optional<byte[]> value = secrets.secret(secret.id(), secret.required());
    if (value.isEmpty()) {
      return;
    }
    secret
        .env()
        .ifPresent(
            name ->
                prepared.secretVariables.put(
                    name, new String(value.get(), StandardCharsets.UTF_8)));
    secret
        .target()
        .ifPresent(
            target ->
                prepared.mounts.add(
                    () ->
                        new ContainerMount.MemoryFile(
                            value.get(),
                            target,
                            secret.mode(),
                            new Identity(secret.uid(), secret.gid(), List.of()))));
  }

  private void ssh(RunStep run, Mount.Ssh ssh, Prepared prepared) {
    secrets
        .sshAgent(ssh.id(), ssh.required())
        .ifPresent(
            socket -> {
              prepared.mounts.add(() -> new ContainerMount.Bind(socket, ssh.target(), false));
              if (!run.environment().containsKey("SSH_AUTH_SOCK")) {
                prepared.secretVariables.put("SSH_AUTH_SOCK", ssh.target());
              }
            });
  }

  private static String relative(String path) {
    return path.substring(1);
  }
}
