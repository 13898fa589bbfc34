package io.github.baci.build;

import io.github.baci.aci.archive.AciFingerprint;
import io.github.baci.api.AciMode;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.api.Digest;
import io.github.baci.api.Entitlement;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats.Output;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import io.github.baci.layer.Fingerprint;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A digest of all that a request says of what is built, and of the code that builds it: two builds
 * of the same one differ in what they find on disk, and in nothing else. What only says how fast or
 * with whose rights something is got is not in it: logins, proxies, the size of the store.
 */
final class RequestFingerprint {
  private static final String VERSION = "baci build 1";

  private RequestFingerprint() {}

  /**
   * Returns the fingerprint of a request; nothing, for one that takes in what cannot be told from a
   * look at files: secrets, agents, named contexts, a shared step cache, ACIs below the image; nor
   * for one that wants to know all files, of which only marks are kept.
   */
  static Optional<Digest> of(BuildRequest request) {
    if (request.noCache()
        || request.listInputs()
        || request.stepCache().isOn()
        || !request.secrets().isEmpty()
        || !request.sshAgents().isEmpty()
        || !request.namedContexts().isEmpty()
        || request.mode() != AciMode.FLAT) {
      return Optional.empty();
    }
    Fingerprint all = new Fingerprint().text(VERSION).text(code());
    path(all, Optional.of(request.contextDirectory()));
    path(all, request.dockerfile());
    path(all, Optional.of(request.outputFile()));
    text(all, request.target());
    all.map(request.buildArgs()).map(request.labels());
    text(all, request.platform().map(Platform::toString));
    all.text(Platform.current().toString());
    text(all, request.timestamp().map(Object::toString));
    all.text(request.network().name()).number(request.allowed().size());
    for (Entitlement each : Entitlement.values()) {
      all.text(request.allowed().contains(each) ? each.name() : "");
    }
    all.number(request.failOnWarning() ? 1 : 0).text(request.baseAcis().name());
    AciFingerprint.add(all, request.aci());
    add(all, request.engine());
    add(all, request.sources());
    add(all, request.formats().oci());
    for (Output output : request.formats().outputs()) {
      all.text(output.form().name());
      path(all, Optional.of(output.file(request.outputFile())));
    }
    for (Path own : request.ownFiles()) {
      path(all, Optional.of(own));
    }
    return Optional.of(all.digest());
  }

  private static void add(Fingerprint all, EngineOptions engine) {
    all.text(engine.kind().name());
    path(all, engine.rktPath());
    text(all, engine.rktStage1());
    path(all, engine.rktDir());
    all.texts(engine.rktOptions());
  }

  private static void add(Fingerprint all, SourceOptions sources) {
    all.map(new TreeMap<>(sources.registryMirrors()));
    all.texts(sources.insecureRegistries()).number(sources.offline() ? 1 : 0);
    all.text(sources.maxAge().toString());
    path(all, sources.jdkHome());
    all.number(sources.trust().size());
    for (SourceOptions.Trust trust : sources.trust()) {
      all.text(trust.prefix());
      path(all, Optional.of(trust.keyring()));
    }
  }

  private static void add(Fingerprint all, OciOptions oci) {
    text(all, oci.name());
    all.text(oci.tag()).map(oci.annotations()).text(oci.compression().name());
  }

  private static void path(Fingerprint all, Optional<Path> path) {
    text(all, path.map(each -> each.toAbsolutePath().toString()));
  }

  private static void text(Fingerprint all, Optional<String> text) {
    all.number(text.isPresent() ? 1 : 0).text(text.orElse(""));
  }

  /** Returns what tells the code that runs from other versions: its jar with size and time. */
  private static String code() {
    CodeSource source = RequestFingerprint.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return "";
    }
    try {
      Path jar = Path.of(source.getLocation().toURI());
      return jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar);
    } catch (URISyntaxException | IOException | IllegalArgumentException e) {
      return source.getLocation().toString();
    }
  }
}
