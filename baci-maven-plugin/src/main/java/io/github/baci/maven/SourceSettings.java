package io.github.baci.maven;

import io.github.baci.api.BaciException;
import io.github.baci.api.SourceOptions;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** How images are found: what Maven's settings say, and the parameters of a goal. */
final class SourceSettings {
  private static final String REGISTRY_MIRRORS = "baci.registryMirrors";
  private static final String TRUST = "baci.trust";

  private final MavenProject project;
  private final MavenSession session;
  private final SettingsDecrypter settingsDecrypter;
  private final RepositorySystem repositories;
  private final Log log;

  SourceSettings(
      MavenProject project,
      MavenSession session,
      SettingsDecrypter settingsDecrypter,
      RepositorySystem repositories,
      Log log) {
    this.project = project;
    this.session = session;
    this.settingsDecrypter = settingsDecrypter;
    this.repositories = repositories;
    this.log = log;
  }

  /**
   * Returns the options.
   *
   * @param registryMirrors as in the configuration, or null; the property adds to them
   * @param insecureRegistries as in the configuration, or null
   * @param trust as in the configuration, or null; the property adds to it
   */
  SourceOptions options(
      ProjectLayout layout,
      @Nullable Properties registryMirrors,
      @Nullable List<String> insecureRegistries,
      @Nullable Properties trust) {
    MavenSettings settings = new MavenSettings(session.getSettings(), settingsDecrypter, log::warn);
    List<SourceOptions.Trust> trusted = trust(layout, pairs(trust, TRUST));
    return SourceOptions.builder()
        .registryMirrors(pairs(registryMirrors, REGISTRY_MIRRORS))
        .credentials(settings.credentials())
        .insecureRegistries(hosts(insecureRegistries))
        .offline(session.isOffline())
        .maxAge(
            session.getRequest().isUpdateSnapshots()
                ? Duration.ZERO
                : SourceOptions.DEFAULT.maxAge())
        .proxies(settings.proxies())
        .jars(layout.jars())
        .artifacts(new MavenArtifacts(project, session, repositories, !trusted.isEmpty()))
        .trust(trusted)
        .build();
  }

  /**
   * Returns hosts as they are looked for.
   *
   * @throws BaciException if one is more than a host and a port: it would never be found
   */
  static List<String> hosts(@Nullable List<String> registries) {
    if (registries == null) {
      return List.of();
    }
    List<String> hosts = new ArrayList<>();
    for (String registry : registries) {
      String host = registry.strip();
      if (host.indexOf('/') >= 0) {
        throw new BaciException(
            "'%s' in baci.insecureRegistries is no host: write registry.example.com, or registry.example.com:5000"
                .formatted(host));
      }
      hosts.add(host);
    }
    return hosts;
  }

  private static List<SourceOptions.Trust> trust(
      ProjectLayout layout, Map<String, String> keyrings) {
    return keyrings.entrySet().stream()
        .map(
            entry ->
                new SourceOptions.Trust(
                    entry.getKey().equals("*") ? "" : entry.getKey(),
                    layout.resolve(new File(entry.getValue()))))
        .toList();
  }

  private Map<String, String> pairs(@Nullable Properties configured, String property) {
    return KeyValues.of(configured, project, session, property);
  }
}
