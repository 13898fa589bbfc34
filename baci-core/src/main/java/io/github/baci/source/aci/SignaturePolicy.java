package io.github.baci.source.aci;

import io.github.baci.aci.archive.AciReader;
import io.github.baci.aci.archive.UnrenderedAci;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageId;
import io.github.baci.api.SourceOptions;
import io.github.baci.signature.KeyRing;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which images must be signed, and by whom: those whose names a prefix of the options covers. That
 * an image was verified with some keys is remembered in the store, because its file is not kept.
 */
final class SignaturePolicy {
  private final List<SourceOptions.Trust> trust;
  private final Records records;
  private final BuildListener listener;

  /** What was said already: an image may be looked at several times in a build. */
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  SignaturePolicy(List<SourceOptions.Trust> trust, Store store, BuildListener listener) {
    this.trust = trust;
    this.records = new Records(store);
    this.listener = listener;
  }

  /** Gets the signature of an image. */
  @FunctionalInterface
  interface Signature {
    /**
     * Returns its bytes.
     *
     * @throws BaciException if there is none
     */
    byte[] read() throws IOException, InterruptedException;
  }

  /**
   * An image that a trusted key has signed.
   *
   * @param keys stands for the keys that it was verified with
   */
  record Verified(Digest keys, KeyRing.Signer signer) {}

  /**
   * Verifies the file of an image, if it has to be.
   *
   * @param origin what the file is, for messages
   * @param requested the name that the image was asked for by, if it was
   * @param shown what its signature is called in messages
   * @return who signed it; empty if nobody needs to
   * @throws BaciException if there is no signature, or it is not good
   */
  Optional<Verified> verify(
      Path file, String origin, Optional<AcIdentifier> requested, String shown, Signature signature)
      throws IOException, InterruptedException {
    if (trust.isEmpty()) {
      return Optional.empty();
    }
    AcIdentifier name = AciReader.readManifest(file, origin).name();
    Verified verified = null;
    for (AcIdentifier each : names(name, requested)) {
      List<KeyRing> rings = rings(each);
      if (!rings.isEmpty()) {
        KeyRing.Signer signer = KeyRing.verify(file, signature.read(), shown, rings);
        verified = new Verified(keys(name, requested), signer);
      }
    }
    return Optional.ofNullable(verified);
  }

  /** Remembers that an image was verified, and says so. */
  void remember(UnrenderedAci image, Verified verified) throws IOException {
    records.put(
        Store.Area.IMAGES, key(image.imageId(), verified.keys()), verified.signer().toString());
    report(image, verified.signer().toString());
  }

  /**
   * Returns whether an image that is in the store may be used: whether it need not be signed, or
   * was verified with the keys that are trusted now.
   */
  boolean accepts(UnrenderedAci image, Optional<AcIdentifier> requested) {
    AcIdentifier name = image.manifest().name();
    if (names(name, requested).stream().allMatch(each -> rings(each).isEmpty())) {
      return true;
    }
    Optional<String> signer =
        records.text(Store.Area.IMAGES, key(image.imageId(), keys(name, requested)));
    signer.ifPresent(text -> report(image, text));
    return signer.isPresent();
  }

  private void report(UnrenderedAci image, String signer) {
    if (reported.add(image.imageId() + " " + signer)) {
      listener.signatureVerified(image.manifest().name().value(), signer);
    }
  }

  private static Set<AcIdentifier> names(AcIdentifier name, Optional<AcIdentifier> requested) {
    Set<AcIdentifier> names = new LinkedHashSet<>();
    requested.ifPresent(names::add);
    names.add(name);
    return names;
  }

  private List<KeyRing> rings(AcIdentifier name) {
    List<KeyRing> rings = new ArrayList<>();
    for (SourceOptions.Trust each : trust) {
      if (each.covers(name.value())) {
        rings.add(KeyRing.read(each.keyring()));
      }
    }
    return rings;
  }

  private Digest keys(AcIdentifier name, Optional<AcIdentifier> requested) {
    List<String> digests = new ArrayList<>();
    for (AcIdentifier each : names(name, requested)) {
      rings(each).forEach(ring -> digests.add(ring.digest().hex()));
      digests.add("");
    }
    return Digest.sha256Of(String.join("\n", digests).getBytes(StandardCharsets.UTF_8));
  }

  private static String key(ImageId imageId, Digest keys) {
    byte[] text = (imageId + "\0" + keys).getBytes(StandardCharsets.UTF_8);
    return "aci-signed-" + Digest.sha256Of(text).hex();
  }
}
