package io.github.baci.maven;

import io.github.baci.Baci;
import io.github.baci.api.BaciException;
import io.github.baci.api.PruneReport;
import io.github.baci.api.PruneReport.Amount;
import io.github.baci.api.PruneRequest;
import io.github.baci.api.PruneRules;
import io.github.baci.api.StoredKind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

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
  PruneMojo(MavenProject project, MavenSession session) {
    this.project = project;
    this.session = session;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    guarded(session, this::prune);
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
      Amount amount = (pruned ? report.pruned() : report.kept()).get(kind);
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
