package io.github.baci.container;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the contract in a JVM of its own: as another user, or on another file system. */
final class ContractMain {
  private ContractMain() {}

  /**
   * Runs the tests and prints what failed; ends with 0 if none did.
   *
   * @param excludedTags tags of tests that are left out
   */
  public static void main(String[] excludedTags) {
    LauncherDiscoveryRequestBuilder request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(NamespacesEngineIT.class));
    if (excludedTags.length > 0) {
      request.filters(TagFilter.excludeTags(Arrays.asList(excludedTags)));
    }
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherDiscoveryRequest built = request.build();
    LauncherFactory.create().execute(built, summary);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    summary.getSummary().printFailuresTo(out, 20);
    out.println("passed: " + summary.getSummary().getTestsSucceededCount());
    System.exit(summary.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
  }
}
