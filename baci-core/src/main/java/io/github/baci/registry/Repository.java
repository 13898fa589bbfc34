package io.github.baci.registry;

import io.github.baci.api.Digest;
import io.github.baci.http.HttpBody;
import io.github.baci.http.HttpFailure;
import io.github.baci.oci.Descriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One repository of a registry. Logs in where the registry asks for it, and tries again where it is
 * worth it; what fails nevertheless fails with an {@link HttpFailure} whose message begins with
 * what happened, and says the URL. Safe for several threads.
 */
public final class Repository {
  /** More than any registry holds in one repository; a list without end shall not fill memory. */
  private static final int MOST_TAGS = 1_000_000;

  private final RegistryCaller caller;
  private final String repository;
  private volatile BlobPush.Way way = BlobPush.Way.WHOLE;

  Repository(RegistryCaller caller, String repository) {
    this.caller = caller;
    this.repository = repository;
  }

  /**
   * A document that a registry gave.
   *
   * @param bytes the document
   * @param digest its SHA-256 digest
   */
  public record Document(byte[] bytes, Digest digest) {}

  /**
   * Gets a manifest or an index, of 4 MiB at most.
   *
   * @param qualifier a tag or a digest; what is asked for by digest has it
   * @throws HttpFailure if the registry does not give it, or something else
   */
  public Document manifest(String qualifier) throws IOException, InterruptedException {
    return caller.call(new PullManifest(repository, qualifier, false)).orElseThrow();
  }

  /**
   * Gets a manifest or an index that may not be there.
   *
   * @param qualifier a tag or a digest; what is asked for by digest has it
   * @throws HttpFailure if the registry neither gives it nor says that there is none
   */
  public Optional<Document> findManifest(String qualifier)
      throws IOException, InterruptedException {
    return caller.call(new PullManifest(repository, qualifier, true));
  }

  /**
   * Gets a blob, from the registry or, if it is foreign, from its URLs. That it has the size that
   * its descriptor says is made sure; its digest is for the sink to check, which sees every byte
   * once.
   *
   * @throws HttpFailure if the registry does not give it, or more or less than the blob
   */
  public void blob(Descriptor blob, BlobSink sink) throws IOException, InterruptedException {
    if (blob.urls().isEmpty()) {
      blob(blob, Optional.empty(), sink);
      return;
    }
    HttpFailure first = null;
    for (String url : blob.urls()) {
      try {
        blob(blob, Optional.of(foreign(url)), sink);
        return;
      } catch (HttpFailure e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  private void blob(Descriptor blob, Optional<URI> elsewhere, BlobSink sink)
      throws IOException, InterruptedException {
    boolean[] inParts = {true};
    caller
        .retry()
        .run(
            () -> {
              try {
                return caller.once(new PullBlob(repository, blob, elsewhere, sink, inParts[0]));
              } catch (HttpFailure e) {
                inParts[0] = e.kind() != HttpFailure.Kind.WRONG_ANSWER;
                throw e;
              }
            },
            sink::received);
  }

  private static URI foreign(String url) throws HttpFailure {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null && uri.getScheme() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw noUrl(url);
    }
    throw noUrl(url);
  }

  private static HttpFailure noUrl(String url) {
    return new HttpFailure(
        HttpFailure.Kind.WRONG_ANSWER,
        "the manifest has a layer at '%s', which is no URL".formatted(Json.shown(url)));
  }

  /**
   * Gets a small blob, which has its digest.
   *
   * @throws HttpFailure if the registry does not give it, or something else
   */
  public byte[] bytes(Descriptor blob) throws IOException, InterruptedException {
    return caller
        .retry()
        .run(
            () -> {
              Bytes bytes = new Bytes();
              caller.once(new PullBlob(repository, blob, Optional.empty(), bytes, true));
              byte[] content = bytes.out.toByteArray();
              Digest digest = ContentDigest.compute(blob.digest(), content);
              if (!digest.equals(blob.digest())) {
                throw new HttpFailure(
                    HttpFailure.Kind.WRONG_ANSWER,
                    "the blob %s of %s is damaged: its digest is %s"
                        .formatted(blob.digest(), repository, digest));
              }
              return content;
            });
  }

  private static final class Bytes implements BlobSink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Override
    public long received() {
      return out.size();
    }

    @Override
    public void take(byte[] bytes, int offset, int length) {
      out.write(bytes, offset, length);
    }
  }

  /**
   * Returns whether the repository has a blob, as far as it says. A registry that refuses HEAD is
   * asked for the first byte; one that refuses that too counts as one that has it not.
   *
   * @throws HttpFailure if there is no answer at all, or no login
   */
  public boolean has(Descriptor blob) throws IOException, InterruptedException {
    Optional<Boolean> said = caller.call(new CheckBlob(repository, blob.digest(), false));
    if (said.isEmpty()) {
      said = caller.call(new CheckBlob(repository, blob.digest(), true));
    }
    return said.orElse(false);
  }

  /**
   * Puts a blob into the repository.
   *
   * @param from another repository of the same registry, which may have the blob: then it is
   *     mounted from there, and nothing is sent
   * @param sent hears of bytes that were sent; a negative number of those that are sent again
   * @return whether the blob was mounted
   * @throws HttpFailure if the registry does not take it
   */
  public boolean push(
      Descriptor blob, HttpBody.Content content, Optional<String> from, LongConsumer sent)
      throws IOException, InterruptedException {
    BlobPush push = new BlobPush(caller, repository, blob, content, sent, way);
    boolean mounted = push.run(from.filter(source -> !source.equals(repository)));
    way = push.way();
    return mounted;
  }

  /**
   * Returns the tags of the repository, a million at most; none, if there is no such repository.
   *
   * @throws HttpFailure if the registry does not list them, or lists more
   */
  public List<String> tags() throws IOException, InterruptedException {
    List<String> tags = new ArrayList<>();
    try {
      ListTags.Page page = caller.call(new ListTags(repository, Optional.empty()));
      tags.addAll(page.tags());
      while (page.more()) {
        if (tags.size() > MOST_TAGS) {
          throw new HttpFailure(
              HttpFailure.Kind.WRONG_ANSWER,
              "it lists more than %d tags, and %s is not the last"
                  .formatted(MOST_TAGS, Json.shown(tags.get(tags.size() - 1))));
        }
        page = caller.call(new ListTags(repository, Optional.of(tags.get(tags.size() - 1))));
        tags.addAll(page.tags());
      }
    } catch (HttpFailure e) {
      if (e.kind() != HttpFailure.Kind.NOT_FOUND) {
        throw e;
      }
    }
    return tags;
  }

  /**
   * Deletes a manifest, and with it all tags that name it.
   *
   * @return whether it was there
   * @throws HttpFailure if the registry does not delete
   */
  public boolean delete(Digest manifest) throws IOException, InterruptedException {
    return caller.call(new DeleteManifest(repository, manifest));
  }

  /**
   * Puts a manifest into the repository, byte for byte, whose blobs are there.
   *
   * @param qualifier the tag that shall name it, or its digest
   * @throws HttpFailure if the registry does not take it
   */
  public void manifest(byte[] manifest, String mediaType, String qualifier)
      throws IOException, InterruptedException {
    caller.call(new PushManifest(repository, manifest, mediaType, qualifier));
  }
}
