package io.github.baci.image;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Changes an {@link ImageConfig} field by field. Not safe for several threads. */
public final class ImageConfigBuilder {
  private final Map<String, String> env;
  private Optional<List<String>> entrypoint;
  private Optional<List<String>> cmd;
  private String user;
  private String workingDir;
  private final SortedSet<String> exposedPorts;
  private final SortedSet<String> volumes;
  private final Map<String, String> labels;
  private Optional<String> stopSignal;
  private Optional<HealthCheck> healthCheck;
  private final List<String> onBuild;
  private Optional<List<String>> shell;
  private Optional<String> author;
  private Optional<Instant> created;
  private final List<ImageConfig.History> history;
  private AppSettings appSettings;

  ImageConfigBuilder(ImageConfig start) {
    env = new LinkedHashMap<>(start.env());
    entrypoint = start.entrypoint();
    cmd = start.cmd();
    user = start.user();
    workingDir = start.workingDir();
    exposedPorts = new TreeSet<>(start.exposedPorts());
    volumes = new TreeSet<>(start.volumes());
    labels = new LinkedHashMap<>(start.labels());
    stopSignal = start.stopSignal();
    healthCheck = start.healthCheck();
    onBuild = new ArrayList<>(start.onBuild());
    shell = start.shell();
    author = start.author();
    created = start.created();
    history = new ArrayList<>(start.history());
    appSettings = start.appSettings();
  }

  /** Sets a variable; one that is there keeps its position. */
  public ImageConfigBuilder env(String name, String value) {
    env.put(name, value);
    return this;
  }

  /** Sets or clears the entrypoint. */
  public ImageConfigBuilder entrypoint(Optional<List<String>> value) {
    entrypoint = value;
    return this;
  }

  /** Sets or clears the command. */
  public ImageConfigBuilder cmd(Optional<List<String>> value) {
    cmd = value;
    return this;
  }

  /** Returns the user as it is now. */
  public String user() {
    return user;
  }

  /** Returns the working directory as it is now. */
  public String workingDir() {
    return workingDir;
  }

  /** Returns the shell as it is now. */
  public Optional<List<String>> shell() {
    return shell;
  }

  /** Sets the user. */
  public ImageConfigBuilder user(String value) {
    user = value;
    return this;
  }

  /** Sets the working directory. */
  public ImageConfigBuilder workingDir(String value) {
    workingDir = value;
    return this;
  }

  /** Adds a port, as in {@code 80/tcp}. */
  public ImageConfigBuilder exposedPort(String port) {
    exposedPorts.add(port);
    return this;
  }

  /** Adds a volume. */
  public ImageConfigBuilder volume(String path) {
    volumes.add(path);
    return this;
  }

  /** Sets a label. */
  public ImageConfigBuilder label(String name, String value) {
    labels.put(name, value);
    return this;
  }

  /** Sets or clears the stop signal. */
  public ImageConfigBuilder stopSignal(Optional<String> value) {
    stopSignal = value;
    return this;
  }

  /** Sets or clears the health check. */
  public ImageConfigBuilder healthCheck(Optional<HealthCheck> value) {
    healthCheck = value;
    return this;
  }

  /** Sets all triggers. */
  public ImageConfigBuilder onBuild(List<String> value) {
    onBuild.clear();
    onBuild.addAll(value);
    return this;
  }

  /** Adds a trigger. */
  public ImageConfigBuilder trigger(String instruction) {
    onBuild.add(instruction);
    return this;
  }

  /** Sets or clears the shell. */
  public ImageConfigBuilder shell(Optional<List<String>> value) {
    shell = value;
    return this;
  }

  /** Sets or clears the author. */
  public ImageConfigBuilder author(Optional<String> value) {
    author = value;
    return this;
  }

  /** Sets or clears the time of creation. */
  public ImageConfigBuilder created(Optional<Instant> value) {
    created = value;
    return this;
  }

  /** Adds a line to the history. */
  public ImageConfigBuilder history(ImageConfig.History line) {
    history.add(line);
    return this;
  }

  /** Sets what only App Container manifests say. */
  public ImageConfigBuilder appSettings(AppSettings value) {
    appSettings = value;
    return this;
  }

  /** Removes all lines of the history. */
  public ImageConfigBuilder clearHistory() {
    history.clear();
    return this;
  }

  /** Returns the config. */
  public ImageConfig build() {
    return new ImageConfig(
        new ImageConfig.Surroundings(env, user, workingDir),
        new ImageConfig.Command(entrypoint, cmd, shell),
        new ImageConfig.Declared(exposedPorts, volumes, stopSignal, healthCheck),
        labels,
        onBuild,
        new ImageConfig.Making(author, created, history),
        appSettings);
  }
}
