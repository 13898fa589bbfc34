package io.github.baci.build.shared;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import io.github.baci.api.SecretSource;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.signature.KeyRing;
import io.github.baci.signature.SecretKey;
import io.github.baci.signature.UntrustedSignature;
import io.github.baci.store.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Signs records, and says whose are taken. */
final class RecordSignatures {
  private static final int LARGEST_KEY = 1 << 20;

  private final List<KeyRing> trusted;
  private final Optional<SecretKey> key;

  private RecordSignatures(List<KeyRing> trusted, Optional<SecretKey> key) {
    this.trusted = trusted;
    this.key = key;
  }

  /**
   * Reads the keys.
   *
   * @throws BaciException if one is not there or none, or if what this build would write is nothing
   *     that builds with the same keys would take
   */
  static RecordSignatures of(StepCacheOptions options) {
    List<KeyRing> trusted = options.trust().keyrings().stream().map(KeyRing::read).toList();
    if (options.to().isEmpty()) {
      return new RecordSignatures(trusted, Optional.empty());
    }
    Optional<SecretKey> key = options.trust().key().map(source -> key(source, options));
    if (!trusted.isEmpty() && key.isEmpty()) {
      throw new BaciException(
          "results of steps would be put into %s unsigned, and nobody with the same %s would take them: give %s, or no %s where results shall be taken only"
              .formatted(
                  options.to().get(), Option.CACHE_TRUST, Option.CACHE_KEY, Option.CACHE_TO));
    }
    if (!trusted.isEmpty() && !key.get().isAmong(trusted)) {
      throw new BaciException(
          "the key %s of %s is not among those of %s in %s; nobody would take what it signs"
              .formatted(key.get().id(), Option.CACHE_KEY, Option.CACHE_TRUST, trusted));
    }
    return new RecordSignatures(trusted, key);
  }

  private static SecretKey key(SecretSource source, StepCacheOptions options) {
    Optional<char[]> passphrase =
        options
            .trust()
            .passphrase()
            .map(
                given ->
                    new String(
                        read(given, "the passphrase of " + Option.CACHE_KEY),
                        StandardCharsets.UTF_8))
            .map(text -> text.stripTrailing().toCharArray());
    byte[] bytes = read(source, Option.CACHE_KEY.toString());
    try {
      return SecretKey.read(
          bytes, passphrase, "the key of " + Option.CACHE_KEY + ", " + shown(source) + ",");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static byte[] read(SecretSource source, String what) {
    if (source instanceof SecretSource.FromEnvironment environment) {
      String value = System.getenv(environment.variable());
      if (value == null) {
        throw new BaciException(
            "%s: there is no environment variable %s".formatted(what, environment.variable()));
      }
      return value.getBytes(StandardCharsets.UTF_8);
    }
    SecretSource.FromFile file = (SecretSource.FromFile) source;
    try {
      return InputFile.read(file.file(), LARGEST_KEY);
    } catch (NoSuchFileException e) {
      throw new BaciException("%s: there is no file '%s'".formatted(what, file.file()), e);
    } catch (IOException e) {
      throw new BaciException("%s: '%s' cannot be read: %s".formatted(what, file.file(), e), e);
    }
  }

  private static String shown(SecretSource source) {
    return source instanceof SecretSource.FromEnvironment environment
        ? "the environment variable " + environment.variable()
        : "'" + ((SecretSource.FromFile) source).file() + "'";
  }

  /** Returns the signature of what a record says, if this build signs. */
  Optional<byte[]> sign(byte[] record) {
    return key.map(signer -> signer.sign(record));
  }

  /**
   * Accepts a record.
   *
   * @throws UntrustedSignature if it must have one of a trusted key, and has not
   */
  void check(CacheArtifact record) {
    if (trusted.isEmpty()) {
      return;
    }
    if (record.signature().isEmpty()) {
      throw new UntrustedSignature(
          "it is not signed, and must be by one of the keys in %s".formatted(trusted));
    }
    KeyRing.verify(record.config(), record.signature().get(), "its signature", trusted);
  }
}
