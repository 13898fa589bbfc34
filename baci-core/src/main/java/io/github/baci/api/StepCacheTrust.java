package io.github.baci.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whose results of steps a build takes, and by whom its own are signed.
 *
 * @param keyrings files of OpenPGP public keys of which one must have signed a result; if there are
 *     none, everybody's are taken
 * @param key the OpenPGP secret key that signs what this build shares
 * @param passphrase what that key is protected by
 */
public record StepCacheTrust(
    List<Path> keyrings, Optional<SecretSource> key, Optional<SecretSource> passphrase) {
  /** Everybody is trusted, and nothing signed. */
  public static final StepCacheTrust EVERYBODY =
      new StepCacheTrust(List.of(), Optional.empty(), Optional.empty());

  /** Copies the list. */
  public StepCacheTrust {
    keyrings = List.copyOf(keyrings);
  }
}
