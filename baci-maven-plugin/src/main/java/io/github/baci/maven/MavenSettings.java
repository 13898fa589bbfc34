package io.github.baci.maven;

import io.github.baci.api.SourceOptions.Credential;
import io.github.baci.api.SourceOptions.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** Registry credentials and proxies from settings.xml. */
final class MavenSettings {
  private final Settings settings;
  private final SettingsDecrypter decrypter;
  private final Consumer<String> warnings;

  /**
   * Takes the settings of a session.
   *
   * @param warnings hears of passwords that cannot be decrypted
   */
  MavenSettings(Settings settings, SettingsDecrypter decrypter, Consumer<String> warnings) {
    this.settings = settings;
    this.decrypter = decrypter;
    this.warnings = warnings;
  }

  /**
   * Returns the credentials of those servers whose id can be the host of a registry: it has a dot
   * or a port, or is {@code localhost}. Servers of Maven repositories have other ids, most often,
   * and are not decrypted.
   */
  Map<String, Credential> credentials() {
    Map<String, Credential> credentials = new TreeMap<>();
    for (Server server : settings.getServers()) {
      String id = server.getId();
      if (id == null || server.getUsername() == null || !isHost(id)) {
        continue;
      }
      SettingsDecryptionResult result = decrypt(new DefaultSettingsDecryptionRequest(server));
      Server plain = result.getServer();
      if (plain != null && plain.getPassword() != null && result.getProblems().isEmpty()) {
        String origin = "settings.xml server '" + id + "'";
        credentials.put(id, new Credential(plain.getUsername(), plain.getPassword(), origin));
      }
    }
    return credentials;
  }

  /** Returns the active proxies. */
  List<Proxy> proxies() {
    List<Proxy> proxies = new ArrayList<>();
    for (org.apache.maven.settings.Proxy proxy : settings.getProxies()) {
      if (!proxy.isActive()) {
        continue;
      }
      org.apache.maven.settings.Proxy plain =
          decrypt(new DefaultSettingsDecryptionRequest(proxy)).getProxy();
      proxies.add(
          new Proxy(
              plain.getProtocol().toLowerCase(Locale.ROOT),
              plain.getHost(),
              plain.getPort(),
              login(plain),
              nonProxyHosts(plain.getNonProxyHosts())));
    }
    return proxies;
  }

  private static Optional<Credential> login(org.apache.maven.settings.Proxy proxy) {
    return Optional.ofNullable(proxy.getUsername())
        .map(
            user ->
                new Credential(
                    user,
                    proxy.getPassword() == null ? "" : proxy.getPassword(),
                    "settings.xml proxy '" + proxy.getId() + "'"));
  }

  private SettingsDecryptionResult decrypt(SettingsDecryptionRequest request) {
    SettingsDecryptionResult result = decrypter.decrypt(request);
    for (SettingsProblem problem : result.getProblems()) {
      warnings.accept("settings.xml: " + problem.getMessage());
    }
    return result;
  }

  private static boolean isHost(String id) {
    return id.indexOf('.') >= 0 || id.indexOf(':') >= 0 || id.equals("localhost");
  }

  private static List<String> nonProxyHosts(String text) {
    if (text == null) {
      return List.of();
    }
    List<String> hosts = new ArrayList<>();
    for (String host : text.split("[|,]")) {
      if (!host.isBlank()) {
        hosts.add(host.strip());
      }
    }
    return hosts;
  }
}
