package io.github.baci.maven;

import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.OutputFormats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.SessionData;
import org.jspecify.annotations.Nullable;

/**
 * Which execution of <code>baci:build</code> writes which file in a run of Maven, and under which
 * name: the second of two would take the image of the first away. One execution may build as often
 * as it likes, and a goal of the command line, as in {@code mvn package baci:build}, builds anew
 * what the project's own execution has built.
 */
final class ImageClaims {
  private static final Object KEY = ImageClaims.class.getName();

  /** An execution, and the file that it writes. */
  private record Owner(String project, String execution, boolean bound, String file) {
    /** Reads what {@link #kept} returns. */
    static Owner of(List<String> kept) {
      return new Owner(kept.get(0), kept.get(1), Boolean.parseBoolean(kept.get(2)), kept.get(3));
    }

    /** Returns it in classes of the JDK: Maven may load the plugin twice in one run. */
    List<String> kept() {
      return List.of(project, execution, Boolean.toString(bound), file);
    }

    boolean isOther(Owner other) {
      return !project.equals(other.project)
          || (bound && other.bound && !execution.equals(other.execution));
    }

    @Override
    public String toString() {
      return "the execution '%s' of %s".formatted(execution, project);
    }
  }

  private final Map<String, List<String>> owners;
  private final MavenProject project;
  private final String execution;
  private final boolean bound;

  ImageClaims(MavenSession session, MavenProject project, @Nullable MojoExecution execution) {
    this.owners = owners(session.getRepositorySession().getData());
    this.project = project;
    this.execution = execution == null ? "default-cli" : execution.getExecutionId();
    this.bound = execution != null && execution.getSource() != MojoExecution.Source.CLI;
  }

  @SuppressWarnings("unchecked") // nobody else has the key
  private static Map<String, List<String>> owners(SessionData data) {
    data.set(KEY, null, new ConcurrentHashMap<>());
    return (Map<String, List<String>>) data.get(KEY);
  }

  /**
   * Takes the files of a build for its execution.
   *
   * @return a warning for each App Container Image that has the name and the labels of another one
   * @throws BaciException if another execution writes one of the files
   */
  List<String> claim(BuildRequest request) {
    List<String> warnings = new ArrayList<>();
    for (OutputFormats.Output output : request.formats().outputs()) {
      Path file = output.file(request.outputFile());
      Owner own = new Owner(project.getArtifactId(), execution, bound, file.toString());
      other("file " + file, own)
          .ifPresent(
              other -> {
                throw new BaciException(
                    "%s is what %s writes already: give each image a baci.outputFile or a <classifier> of its own"
                        .formatted(file, other));
              });
      other(output.form().extension() + " " + name(request), own)
          .filter(other -> !other.file.equals(own.file))
          .ifPresent(
              other ->
                  warnings.add(
                      "the image has the name and the labels of %s, which %s wrote: to tell them apart by name give each a <name>, or <labels>, of its own"
                          .formatted(Path.of(other.file).getFileName(), other)));
    }
    return warnings;
  }

  private Optional<Owner> other(String claimed, Owner own) {
    return Optional.ofNullable(owners.putIfAbsent(claimed, own.kept()))
        .map(Owner::of)
        .filter(own::isOther);
  }

  /** Returns all that an image is known by. */
  private static String name(BuildRequest request) {
    AciOptions aci = request.aci();
    return aci.name()
        + new TreeMap<>(aci.labels())
        + request.platform().map(Object::toString).orElse("");
  }
}
