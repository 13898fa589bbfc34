package io.github.baci.build.copy;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FileUtils;

/**
 * What a {@code .git} that goes into an image must not say: who built it and when, and how they
 * logged in. Without these, the same commit gives the same files to everybody, as far as the server
 * sends the same pack.
 */
final class KeptRepository {
  private static final int WHERE_THERE = FileUtils.RECURSIVE | FileUtils.SKIP_MISSING;

  private KeptRepository() {}

  /**
   * Takes out the logs, which name the user of the build, the times of the files, which git finds
   * anew by their contents, and the login of the remotes.
   */
  static void settle(Repository repository) throws IOException {
    for (String name : List.of("logs", Constants.ORIG_HEAD, Constants.FETCH_HEAD)) {
      FileUtils.delete(new File(repository.getDirectory(), name), WHERE_THERE);
    }
    forgetTimes(repository);
    forgetLogins(repository.getConfig());
  }

  /**
   * A length of 0 is how git marks an entry whose time tells nothing. Apart from the repository, or
   * JGit would look the times of such entries up.
   */
  private static void forgetTimes(Repository repository) throws IOException {
    DirCache index = DirCache.lock(repository.getIndexFile(), repository.getFS());
    try {
      for (int position = 0; position < index.getEntryCount(); position++) {
        DirCacheEntry entry = index.getEntry(position);
        entry.setLastModified(Instant.EPOCH);
        entry.setLength(0);
      }
      index.write();
      index.commit();
    } finally {
      index.unlock();
    }
  }

  private static void forgetLogins(StoredConfig config) throws IOException {
    for (String section : List.of("remote", "submodule")) {
      for (String name : config.getSubsections(section)) {
        String url = config.getString(section, name, "url");
        if (url != null) {
          config.setString(section, name, "url", withoutPassword(url));
        }
      }
    }
    config.save();
  }

  private static String withoutPassword(String url) {
    try {
      URIish remote = new URIish(url);
      return remote.getPass() == null ? url : remote.setUser(null).setPass(null).toString();
    } catch (URISyntaxException e) {
      return url; // it was fetched from, so this is no URL but a path
    }
  }
}
