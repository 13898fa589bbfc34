package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.codehaus.plexus.classworlds.ClassWorld;
import org.codehaus.plexus.classworlds.realm.ClassRealm;
import org.junit.jupiter.api.Test;

/** Which loader has which classes: both have to say the same, and none may have half a package. */
class CoreClassesTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.github.baci");

  /** The package of the goal that the build of the plugin writes by itself. */
  private static final String HELP = "io.github.baci.baci_maven_plugin";

  @Test
  void mavensLoaderAsksForWhatIsBehindTheDoorAndNothingElse() throws Exception {
    ClassRealm realm = new ClassWorld().newRealm("plugin", null);
    ClassLoader other = getClass().getClassLoader();
    for (String name : CoreClasses.IMPORTS) {
      realm.importFrom(other, "io.github.baci." + name);
    }

    assertThat(ALL).hasSizeGreaterThan(1000);
    for (JavaClass type : ALL) {
      assertThat(realm.getImportClassLoader(type.getName()) == other)
          .as(type.getName())
          .isEqualTo(CoreClasses.isBehind(type.getName()));
    }
  }

  @Test
  void whatGoalsMayNameIsBeforeTheDoor() {
    for (JavaClass type : ALL) {
      String name = type.getPackageName();
      boolean isBefore = PorchRuleTest.PORCH.contains(name) || name.equals(HELP);

      assertThat(CoreClasses.isBehind(type.getName())).as(type.getName()).isEqualTo(!isBefore);
    }
    assertThat(CoreClasses.isBehind("io.github.bacilibraries.jackson.core.Base")).isFalse();
    assertThat(CoreClasses.isBehind("java.lang.String")).isFalse();
  }

  @Test
  void withoutALoaderOfMavensNothingChanges() throws Exception {
    CoreClasses.loadFor(CoreClassesTest.class);

    assertThat(Class.forName("io.github.baci.build.ImageBuild").getClassLoader())
        .isSameAs(CoreClassesTest.class.getClassLoader());
  }
}
