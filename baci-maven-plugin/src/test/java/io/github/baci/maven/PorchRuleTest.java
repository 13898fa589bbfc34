package io.github.baci.maven;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * What the plugin sees of the core: the door, what goes in and out of it, and reports. And nulls
 * are said in its types, as in the core.
 */
@AnalyzeClasses(
    packages = "io.github.baci.maven",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PorchRuleTest {
  private static final String CORE = "io.github.baci";
  static final Set<String> PORCH =
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

  @ArchTest
  static final ArchRule THE_PLUGIN_IS_NULL_MARKED =
      classes()
          .should(
              have(
                  describe(
                      "a package that says @NullMarked in its package-info.java",
                      (JavaClass type) ->
                          type.reflect().getPackage().isAnnotationPresent(NullMarked.class))));
}
