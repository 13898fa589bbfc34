package io.github.baci;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.baci.container.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.NullUnmarked;

/**
 * Holds the table of packages in docs/architecture.md: it lists every package from the door down to
 * the ground, and none depends on one that stands above it. So there is no circle either, which is
 * said once more on its own, with ArchUnit's account of where one runs.
 */
@AnalyzeClasses(
    packages = "io.github.baci",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      // A package with nothing else in it is empty, and satisfies no rule.
      ImportOption.DoNotIncludePackageInfos.class
    })
class PackageRulesTest {
  private static final String ROOT = "io.github.baci";
  private static final int MOST_PLACES = 5;
  private static final Path TABLE = Path.of("..", "docs", "architecture.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| (\\(root\\)|`[^|]*`) \\|", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("\\(root\\)|`([a-z.]+)`");

  /** Each package is a room of its own, with those below it as rooms beside it. */
  private static final SliceAssignment EACH_PACKAGE =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
          return "each package";
        }
      };

  @ArchTest
  static final ArchRule NO_CIRCLES = slices().assignedFrom(EACH_PACKAGE).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_API_DEPENDS_ON_NOTHING =
      classes()
          .that()
          .resideInAPackage(ROOT + ".api")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + ".api", "java..", "org.jspecify.annotations");

  @ArchTest
  static final ArchRule NO_CALL_OF_THE_API_HAS_MORE_THAN_FIVE_PLACES =
      codeUnits()
          .that(arePartOfTheApi())
          .should(
              ArchCondition.from(
                  describe(
                      "have at most five places",
                      (JavaCodeUnit unit) -> unit.getRawParameterTypes().size() <= MOST_PLACES)));

  /** A lone one says what it means by the name of its method. */
  @ArchTest
  static final ArchRule NO_CALL_OF_THE_API_HAS_A_BOOLEAN_AMONG_OTHER_PLACES =
      codeUnits()
          .that(arePartOfTheApi())
          .should(
              ArchCondition.from(
                  describe(
                      "have no boolean among other places",
                      (JavaCodeUnit unit) ->
                          unit.getRawParameterTypes().size() < 2
                              || unit.getRawParameterTypes().stream()
                                  .noneMatch(type -> type.isEquivalentTo(boolean.class)))));

  /** What is public in the door and in its requests and results. */
  private static DescribedPredicate<JavaCodeUnit> arePartOfTheApi() {
    return describe(
        "are part of the API",
        unit ->
            Set.of(ROOT, ROOT + ".api").contains(unit.getOwner().getPackageName())
                && unit.getModifiers().contains(JavaModifier.PUBLIC)
                && unit.getOwner().getModifiers().contains(JavaModifier.PUBLIC));
  }

  @ArchTest
  static final ArchRule ONE_PLACE_HAS_THE_JSON_MAPPER =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".json")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectCodec.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectWriter.class);

  @ArchTest
  static final ArchRule BUILD_KNOWS_NO_ENGINE_BY_NAME =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".build..")
          .should()
          .dependOnClassesThat(
              describe(
                  "are engines",
                  (JavaClass type) -> !type.isInterface() && type.isAssignableTo(Engine.class)));

  @ArchTest
  static final ArchRule LANGUAGE_KNOWS_NO_FILES_AND_NO_NETWORK =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".dockerfile")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.net..");

  @ArchTest
  static final ArchRule CORE_KNOWS_NO_MAVEN =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.maven..");

  @ArchTest
  static final ArchRule NOTHING_IS_PRINTED =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule NOTHING_IS_LOGGED =
      GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule NOTHING_IS_EXEMPT_FROM_NULL_CHECKS =
      noClasses().should().beAnnotatedWith(NullUnmarked.class);

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses types) {
    Set<String> unmarked =
        types.stream()
            .filter(type -> !type.reflect().getPackage().isAnnotationPresent(NullMarked.class))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(unmarked).as("packages whose package-info.java does not say @NullMarked").isEmpty();
  }

  @ArchTest
  static void everyPackageIsInTheTable(JavaClasses types) throws IOException {
    Set<String> packages =
        types.stream().map(PackageRulesTest::room).collect(Collectors.toCollection(TreeSet::new));
    assertThat(rooms()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(packages);
  }

  @ArchTest
  static void noPackageDependsOnOneThatStandsAboveIt(JavaClasses types) throws IOException {
    List<String> rooms = rooms();
    List<String> upwards =
        types.stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(dependency -> isUpwards(dependency, rooms))
            .map(Dependency::getDescription)
            .toList();
    assertThat(upwards).isEmpty();
  }

  private static boolean isUpwards(Dependency dependency, List<String> rooms) {
    int to = rooms.indexOf(room(dependency.getTargetClass().getBaseComponentType()));
    return to >= 0 && to < rooms.indexOf(room(dependency.getOriginClass()));
  }

  private static String room(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT)
        ? "(root)"
        : name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : name;
  }

  /** Returns the packages as the table has them, several in one row in their order. */
  private static List<String> rooms() throws IOException {
    String page = Files.readString(TABLE);
    String table = page.substring(page.indexOf("## Packages"), page.indexOf("## The builder"));
    return ROW.matcher(table)
        .results()
        .flatMap(row -> NAME.matcher(row.group(1)).results())
        .map(name -> name.group(1) == null ? "(root)" : name.group(1))
        .toList();
  }
}
