package io.github.baci.api;

import java.nio.file.Path;

/** Where a secret of the build is found. It is read when a step wants it, and not before. */
public sealed interface SecretSource {

  /** The content of a file. */
  record FromFile(Path file) implements SecretSource {}

  /** The value of an environment variable of this process. */
  record FromEnvironment(String variable) implements SecretSource {}
}
