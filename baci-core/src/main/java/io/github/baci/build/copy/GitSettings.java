package io.github.baci.build.copy;

import java.io.File;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What JGit gets to know of the machine. Files of a repository must be the same wherever they are
 * fetched, so of git's configuration, the user's and the machine's, only the section {@code http}
 * is there: proxies, certificates and headers, without which some servers cannot be reached. Line
 * ends, attributes, filters, hooks, templates and other URLs are left out. Nor do variables as
 * {@code GIT_DIR} count, which are there where git itself runs the build in a hook, and which would
 * have JGit write into that repository.
 */
final class GitSettings extends SystemReader.Delegate {
  private static final String ACCESS = "http";
  private static final File OF_THE_MACHINE = new File("/etc/gitconfig");

  GitSettings(SystemReader machine) {
    super(machine);
  }

  /** Makes JGit know no more from now on. */
  static void use() {
    SystemReader.setInstance(new GitSettings(SystemReader.getInstance()));
  }

  @Override
  public @Nullable String getenv(String variable) {
    return variable.startsWith("GIT_") ? null : super.getenv(variable);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS files) {
    return new AccessAlone(parent, super.openUserConfig(null, files), files);
  }

  /** Without the program git, which JGit would ask where the file is. */
  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS files) {
    return new AccessAlone(parent, new FileBasedConfig(null, OF_THE_MACHINE, files), files);
  }

  /** A file of settings of which one section is kept. */
  private static final class AccessAlone extends FileBasedConfig {
    private final FileBasedConfig all;

    AccessAlone(@Nullable Config parent, FileBasedConfig all, FS files) {
      super(parent, all.getFile(), files);
      this.all = all;
    }

    @Override
    public void load() throws IOException, ConfigInvalidException {
      all.load();
      Config kept = new Config();
      copy(kept, null);
      for (String url : all.getSubsections(ACCESS)) {
        copy(kept, url);
      }
      fromText(kept.toText());
    }

    private void copy(Config kept, @Nullable String url) {
      for (String name : all.getNames(ACCESS, url)) {
        kept.setStringList(ACCESS, url, name, List.of(all.getStringList(ACCESS, url, name)));
      }
    }

    @Override
    public boolean isOutdated() {
      return all.isOutdated();
    }

    @Override
    public void save() {
      throw new IllegalStateException("settings of the user are not changed");
    }
  }
}
