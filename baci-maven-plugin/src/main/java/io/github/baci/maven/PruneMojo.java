package io.github.baci.maven;

import io.github.baci.Baci;
import io.github.baci.api.BaciException;
import io.github.baci.api.CachePruneReport;
import io.github.baci.api.CachePruneRequest;
import io.github.baci.api.PruneReport;
import io.github.baci.api.PruneReport.Amount;
import io.github.baci.api.PruneRequest;
import io.github.baci.api.PruneRules;
import io.github.baci.api.StoredKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Deletes from the store what was not used for some time, what makes it too large, or everything;
 * never what a build that is running may use. Reports what is there, what was deleted, and the
 * sizes; asked for nothing, it only reports. Works without a POM too.
 *
 * @since 0.1.0
 */
@Mojo(name = "prune", requiresProject = false, aggregator = true, threadSafe = true)
public final class PruneMojo extends BaciMojo {
  private static final String LINE = "%-24s %8d  %10s";

  private final MavenProject project;
  private final MavenSession session;
  private final SettingsDecrypter settingsDecrypter;
  private final RepositorySystem repositories;

  /**
   * Deletes what was not used for this time: <code>30d</code>, <code>12h</code>, <code>2w</code>,
   * or a duration in ISO 8601 as <code>P30D</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.prune.olderThan")
  private String olderThan;

  /**
   * Deletes what was not used for longest, until the store is no larger than this: <code>10G</code>
   * , <code>500MB</code>, or a number of bytes.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.prune.maxSize")
  private String maxSize;

  /**
   * The repository of a registry with shared results, as in <code>cacheTo</code> of <code>
   * baci:build</code>: what no build has written there for the time of <code>olderThan</code> is
   * deleted from it, and the store is left alone. Results that builds with <code>cacheTo</code> use
   * are written anew each day. Its registry must let manifests be deleted.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.prune.cache")
  private String cache;

  /**
   * Registries (host, or host and port) that may be asked over plain HTTP, for <code>cache</code>.
   * Those on this machine's loopback address always may.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.insecureRegistries")
  private List<String> insecureRegistries;

  /**
   * Deletes everything.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.prune.all", defaultValue = "false")
  private boolean all;

  /**
   * Whether only to say what would be deleted.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.dryRun", defaultValue = "false")
  private boolean dryRun;

  @Inject
  PruneMojo(
      MavenProject project,
      MavenSession session,
      SettingsDecrypter settingsDecrypter,
      RepositorySystem repositories) {
    this.project = project;
    this.session = session;
    this.settingsDecrypter = settingsDecrypter;
    this.repositories = repositories;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    guarded(session, given(cache).isPresent() ? this::pruneCache : this::prune);
  }

  private void pruneCache() throws InterruptedException {
    if (given(maxSize).isPresent() || all == given(olderThan).isPresent()) {
      throw new BaciException(
          "baci.prune.cache goes by age: say baci.prune.olderThan, as in 30d, or baci.prune.all,"
              + " and no baci.prune.maxSize");
    }
    if (session.isOffline()) {
      throw new BaciException("Maven is offline, and baci.prune.cache asks a registry");
    }
    CachePruneReport report;
    try (LogListener listener = LogListener.of(getLog(), session)) {
      report =
          new Baci()
              .pruneCache(
                  new CachePruneRequest(
                      cache,
                      given(olderThan)
                          .map(text -> DurationParameter.parse(text, "baci.prune.olderThan")),
                      dryRun ? PruneRequest.Mode.TELL : PruneRequest.Mode.DELETE,
                      new SourceSettings(
                              project, session, settingsDecrypter, repositories, getLog())
                          .options(
                              new ProjectLayout(project, session), null, insecureRegistries, null)),
                  listener);
    }
    getLog().info("Step cache " + cache);
    getLog().info(told(dryRun ? "Would be deleted" : "Deleted", report.pruned()));
    getLog().info(told(dryRun ? "Would be left" : "Left", report.kept()));
    if (report.others() > 0) {
      getLog().info("Tags of something else, which stay: " + report.others());
    }
    if (!dryRun && report.pruned().count() > 0) {
      getLog().info("The registry frees the room when it next collects its garbage");
    }
  }

  private static String told(String what, CachePruneReport.Amount amount) {
    return "%s: %d records, with blobs of %s"
        .formatted(what, amount.count(), ByteCount.of(amount.bytes()));
  }

  private void prune() throws InterruptedException {
    ProjectLayout layout = new ProjectLayout(project, session);
    Path store = layout.storeDirectory(storeDirectory);
    PruneReport report;
    try (LogListener listener = LogListener.of(getLog(), session)) {
      report =
          new Baci()
              .prune(
                  new PruneRequest(
                      store,
                      rules(),
                      dryRun ? PruneRequest.Mode.TELL : PruneRequest.Mode.DELETE,
                      engineOptions(layout)),
                  listener);
    }
    getLog().info("Store " + store);
    boolean isPruned = report.allPruned().count() > 0;
    if (isPruned) {
      getLog().info(dryRun ? "Would be deleted:" : "Deleted:");
      report(report, true);
    }
    getLog()
        .info(isPruned ? (dryRun ? "Would be left:" : "Left:") : "Nothing to delete; it holds:");
    report(report, false);
    if (report.inUse().count() > 0) {
      getLog()
          .info(
              "Kept although asked to delete, as builds are running that may use it: %d (%s)"
                  .formatted(report.inUse().count(), ByteCount.of(report.inUse().bytes())));
    }
  }

  private PruneRules rules() {
    Optional<String> age = given(olderThan);
    Optional<String> size = given(maxSize);
    if (all && (age.isPresent() || size.isPresent())) {
      throw new BaciException(
          "baci.prune.all deletes everything: leave out baci.prune.olderThan and"
              + " baci.prune.maxSize");
    }
    return all
        ? PruneRules.ALL
        : new PruneRules(
            age.map(text -> DurationParameter.parse(text, "baci.prune.olderThan")),
            size.map(text -> OptionalLong.of(StoreSize.parse(text, "baci.prune.maxSize")))
                .orElse(OptionalLong.empty()));
  }

  private void report(PruneReport report, boolean pruned) {
    for (StoredKind kind : StoredKind.values()) {
      Amount amount = (pruned ? report.pruned() : report.kept()).getOrDefault(kind, Amount.NONE);
      if (amount.count() > 0) {
        line(kind.title(), amount);
      }
    }
    line("all", pruned ? report.allPruned() : report.allKept());
  }

  private void line(String title, Amount amount) {
    getLog().info("  " + LINE.formatted(title, amount.count(), ByteCount.of(amount.bytes())));
  }
}
