package io.github.baci.source.registry;

import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.Blobs;
import io.github.baci.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** A repository that jib-core writes to. */
final class JibUpload implements RegistryUpload {
  private final JibSession session;
  private final Retry retry;

  JibUpload(JibSession session, Retry retry) {
    this.session = session;
    this.retry = retry;
  }

  @Override
  public boolean has(Descriptor blob) throws IOException, InterruptedException {
    DescriptorDigest digest = digest(blob);
    return retry.run(
        () ->
            session.ask(
                client -> client.checkBlob(digest).isPresent(),
                "does not say whether it has the blob"));
  }

  @Override
  public boolean push(Descriptor blob, Content content, Optional<String> from, LongConsumer sent)
      throws IOException, InterruptedException {
    DescriptorDigest digest = digest(blob);
    Blob bytes = Blobs.from(out -> copy(content, out), true);
    return retry.run(
        () -> {
          AtomicLong count = new AtomicLong();
          try {
            return session.ask(
                client ->
                    client.pushBlob(
                        digest,
                        bytes,
                        from.orElse(null),
                        more -> {
                          count.addAndGet(more);
                          sent.accept(more);
                        }),
                "does not take the blob " + blob.digest());
          } catch (IOException e) {
            sent.accept(-count.get());
            throw Answers.find(RegistryFailure.class, e).isPresent() ? e : broken(blob, e);
          }
        });
  }

  private static void copy(Content content, OutputStream out) throws IOException {
    try (InputStream in = content.open()) {
      in.transferTo(out);
    }
  }

  private RegistryFailure broken(Descriptor blob, IOException e) {
    return new RegistryFailure(
        RegistryFailure.Kind.TRANSIENT,
        "%s: the connection broke while the blob %s was sent: %s"
            .formatted(session.name().host(), blob.digest(), e.getMessage()),
        Optional.empty(),
        e);
  }

  @Override
  public void manifest(byte[] manifest, String mediaType, String tag)
      throws IOException, InterruptedException {
    retry.run(
        () ->
            session.ask(
                client -> client.pushManifest(new ManifestBytes(manifest, mediaType), tag),
                "does not take the manifest as " + tag));
  }

  private static DescriptorDigest digest(Descriptor blob) throws RegistryFailure {
    try {
      return DescriptorDigest.fromDigest(blob.digest().toString());
    } catch (DigestException e) {
      throw new RegistryFailure(
          RegistryFailure.Kind.OTHER,
          "%s cannot be pushed, because blobs are pushed by SHA-256 digests only"
              .formatted(blob.digest()),
          Optional.empty(),
          e);
    }
  }
}
