package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.plan.GitSource;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the store knows of git repositories: which commit a branch or tag was, for builds offline,
 * and which layer has the files of a commit.
 */
final class GitRecords {
  private final Records records;
  private final LayerStore layers;

  GitRecords(Store store, LayerStore layers) {
    this.records = new Records(store);
    this.layers = layers;
  }

  /** Returns the commit that a branch or tag was when the server was last asked. */
  Optional<String> commit(GitSource source, String ref) throws IOException {
    return read(key("ref", source.remote(), ref));
  }

  void rememberCommit(GitSource source, String ref, String commit) throws IOException {
    write(key("ref", source.remote(), ref), commit);
  }

  /** Returns whether the repository was found to have a commit. */
  boolean isKnown(GitSource source, String commit) throws IOException {
    return commit(source, commit).filter(commit::equals).isPresent();
  }

  /** Returns the files of a commit, if they are in the store. */
  Optional<Layer> layer(GitSource source, String commit, boolean keepGitDir) throws IOException {
    Optional<String> record = read(layerKey(source, commit, keepGitDir));
    try {
      return record.map(Digest::parse).flatMap(layers::find);
    } catch (BaciException e) {
      return Optional.empty(); // a record that cannot be read only means that files are fetched
    }
  }

  void rememberLayer(GitSource source, String commit, boolean keepGitDir, Layer layer)
      throws IOException {
    write(layerKey(source, commit, keepGitDir), layer.diffId().toString());
  }

  private static String layerKey(GitSource source, String commit, boolean keepGitDir) {
    return key(
        keepGitDir ? "settled tree" : "tree", // kept ones of before told who had fetched them
        source.remote(),
        commit,
        String.valueOf(keepGitDir),
        String.valueOf(source.submodules().orElse(true)),
        String.valueOf(source.commitTimes()));
  }

  private static String key(String... parts) {
    String joined = String.join("\0", parts);
    return "git-" + Digest.sha256Of(joined.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private Optional<String> read(String key) {
    return records.text(Store.Area.FILES, key);
  }

  private void write(String key, String value) throws IOException {
    records.put(Store.Area.FILES, key, value);
  }
}
