package io.github.baci;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.github.baci.container.Engine;
import io.github.baci.store.DirectoryStore;

/** What each package must not know: the table of rooms in docs/architecture.md. */
@AnalyzeClasses(packages = "io.github.baci", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {
  private static final String ROOT = "io.github.baci";

  private static String in(String name) {
    return ROOT + "." + name + "..";
  }

  private static String[] all(String... names) {
    String[] packages = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      packages[i] = in(names[i]);
    }
    return packages;
  }

  private static ArchRule unaware(String name, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(in(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(all(others))
        .allowEmptyShould(true);
  }

  private static ArchRule unawareOfLibraries(String name, String... packages) {
    return noClasses()
        .that()
        .resideInAPackage(in(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .allowEmptyShould(true);
  }

  @ArchTest
  static final ArchRule LANGUAGE_KNOWS_NO_FILES_AND_NO_NETWORK =
      unawareOfLibraries("dockerfile", "java.nio.file..", "java.net..");

  @ArchTest
  static final ArchRule LANGUAGE_KNOWS_NOTHING_BUT_ITSELF =
      unaware(
          "dockerfile",
          "aci",
          "build",
          "container",
          "context",
          "layer",
          "oci",
          "plan",
          "source",
          "store");

  @ArchTest
  static final ArchRule STORE_DOES_NOT_KNOW_WHAT_IT_HOLDS =
      unaware(
          "store",
          "aci",
          "build",
          "container",
          "context",
          "dockerfile",
          "image",
          "layer",
          "oci",
          "plan",
          "source");

  @ArchTest
  static final ArchRule LAYERS_KNOW_ONLY_THE_STORE =
      unaware(
          "layer",
          "aci",
          "build",
          "container",
          "context",
          "dockerfile",
          "image",
          "oci",
          "plan",
          "source");

  @ArchTest
  static final ArchRule CONTEXT_KNOWS_NO_IMAGES =
      unaware(
          "context", "aci", "build", "container", "dockerfile", "image", "oci", "plan", "source");

  @ArchTest
  static final ArchRule IMAGES_DO_NOT_KNOW_WHERE_THEY_CAME_FROM =
      unaware(
          "image", "aci", "build", "container", "context", "dockerfile", "oci", "plan", "source");

  @ArchTest
  static final ArchRule SOURCES_KNOW_NO_BUILDING =
      unaware("source", "build", "context", "dockerfile", "plan");

  @ArchTest
  static final ArchRule PUSHING_KNOWS_NO_BUILDING =
      unaware("push", "aci", "build", "container", "context", "dockerfile", "layer", "plan");

  @ArchTest
  static final ArchRule PLANS_KNOW_NO_EXECUTING =
      unaware("plan", "aci", "build", "container", "oci");

  @ArchTest
  static final ArchRule BUILD_KNOWS_NO_ENGINE_BY_NAME =
      noClasses()
          .that()
          .resideInAPackage(in("build"))
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are engines",
                  (JavaClass type) -> !type.isInterface() && type.isAssignableTo(Engine.class)))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule CONTAINERS_KNOW_NO_DOCKERFILES =
      unaware("container", "build", "context", "dockerfile", "plan", "source");

  @ArchTest
  static final ArchRule THE_CHOICE_OF_AN_ENGINE_KNOWS_NO_BUILDING =
      unaware("engine", "build", "context", "dockerfile", "plan");

  @ArchTest
  static final ArchRule ACIS_KNOW_NO_BUILDING =
      unaware("aci", "build", "container", "context", "dockerfile", "plan", "oci");

  @ArchTest
  static final ArchRule ACIS_DO_NOT_KNOW_THE_LAYOUT_OF_THE_STORE =
      noClasses()
          .that()
          .resideInAPackage(in("aci"))
          .should()
          .dependOnClassesThat()
          .areAssignableTo(DirectoryStore.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule COMPRESSION_DOES_NOT_KNOW_WHAT_IT_COMPRESSES =
      unaware(
          "compress",
          "aci",
          "build",
          "container",
          "context",
          "dockerfile",
          "image",
          "layer",
          "oci",
          "plan",
          "source");

  @ArchTest
  static final ArchRule OCI_KNOWS_NO_ACIS =
      unaware("oci", "aci", "build", "container", "context", "dockerfile", "plan");

  @ArchTest
  static final ArchRule DISCOVERY_KNOWS_NAMES_OF_IMAGES_ALONE =
      unaware(
          "discovery",
          "build",
          "container",
          "context",
          "dockerfile",
          "engine",
          "image",
          "layer",
          "oci",
          "plan",
          "source",
          "store");

  @ArchTest
  static final ArchRule REPORTS_KNOW_NO_BUILDING =
      unaware("inspect", "build", "container", "context", "dockerfile", "plan", "engine");

  @ArchTest
  static final ArchRule CONVERSIONS_KNOW_NO_BUILDING =
      unaware("convert", "build", "container", "context", "dockerfile", "plan", "engine");

  @ArchTest
  static final ArchRule CORE_KNOWS_NO_MAVEN =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.maven..");

  @ArchTest
  static final ArchRule NOTHING_IS_PRINTED =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule NOTHING_IS_LOGGED =
      GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
}
