package io.github.baci.container;

import io.github.baci.api.Digest;
import io.github.baci.api.NetworkMode;
import io.github.baci.container.ContainerSpec.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A specification for a test, of which only what matters is said. */
final class SpecDraft {
  private final List<Digest> layers;
  private List<String> command = List.of();
  private final Map<String, String> env = new LinkedHashMap<>(Map.of("PATH", "/bin"));
  private String workingDirectory = "/";
  private Identity user = Identity.ROOT;
  private final List<ContainerMount> mounts = new ArrayList<>();
  private NetworkMode network = NetworkMode.HOST;
  private boolean privileged;
  private boolean snapshot;
  private Optional<Instant> latest = Optional.empty();

  SpecDraft(List<Digest> layers) {
    this.layers = List.copyOf(layers);
  }

  SpecDraft shell(String script) {
    return exec("/bin/sh", "-c", script);
  }

  SpecDraft exec(String... words) {
    command = List.of(words);
    return this;
  }

  SpecDraft env(String name, String value) {
    env.put(name, value);
    return this;
  }

  SpecDraft in(String directory) {
    workingDirectory = directory;
    return this;
  }

  SpecDraft as(long uid, long gid, Long... groups) {
    user = new Identity(uid, gid, List.of(groups));
    return this;
  }

  SpecDraft mount(ContainerMount mount) {
    mounts.add(mount);
    return this;
  }

  SpecDraft withoutNetwork() {
    network = NetworkMode.NONE;
    return this;
  }

  SpecDraft privileged() {
    privileged = true;
    return this;
  }

  SpecDraft snapshot() {
    snapshot = true;
    return this;
  }

  SpecDraft latest(Instant time) {
    latest = Optional.of(time);
    return this;
  }

  ContainerSpec spec() {
    return new ContainerSpec(
        layers,
        new ContainerSpec.Invocation(command, env, workingDirectory, user, privileged),
        new ContainerSpec.Surroundings("somewhere", network),
        mounts,
        new ContainerSpec.Result(snapshot, latest));
  }
}
