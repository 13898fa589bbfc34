package io.github.baci.maven;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** What the plugin sees of the core: the door, what goes in and out of it, and reports. */
@AnalyzeClasses(
    packages = "io.github.baci.maven",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PorchRuleTest {
  private static final String CORE = "io.github.baci";
  private static final Set<String> PORCH =
      Set.of(
          CORE,
          CORE + ".api",
          CORE + ".plan.check",
          CORE + ".inspect",
          CORE + ".discovery",
          CORE + ".maven");

  @ArchTest
  static final ArchRule THE_PLUGIN_SEES_ONLY_THE_PORCH =
      noClasses()
          .should()
          .dependOnClassesThat(
              describe(
                  "are behind the door of the core",
                  (JavaClass type) ->
                      type.getPackageName().startsWith(CORE)
                          && !PORCH.contains(type.getPackageName())));
}
