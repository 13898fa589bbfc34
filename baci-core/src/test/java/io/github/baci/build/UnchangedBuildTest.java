package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.api.BuildResult;
import io.github.baci.api.ImageForm;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.api.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What lets a build end before it begins, and what does not. As files that were written just before
 * a build are not trusted, a build is repeated here until it is remembered.
 */
class UnchangedBuildTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path directory;

  @Test
  void tellsAndReturnsWhatABuildThatExecutesNothingDoes() throws Exception {
    context();
    run(request());
    List<String> longWay = new ArrayList<>();
    BuildResult before = new ImageBuild(request().build(), heard(longWay)).run().result();
    remembered(request());
    List<String> shortWay = new ArrayList<>();

    BuildResult found = new ImageBuild(request().build(), heard(shortWay)).result();

    assertThat(found).isEqualTo(before);
    assertThat(found.upToDate()).isTrue();
    assertThat(shortWay).isEqualTo(longWay).contains("3 CACHED COPY tree/ /tree/");
  }

  @Test
  void knowsTheImageInAllItsForms() throws Exception {
    context();
    BuildRequestBuilder request =
        request().formats(OutputFormats.of(List.of(ImageForm.values()), OciOptions.DEFAULT));
    BuildResult before = run(request);

    BuildResult found = remembered(request);

    for (ImageForm form : ImageForm.values()) {
      assertThat(found.image(form).orElseThrow().digests())
          .isEqualTo(before.image(form).orElseThrow().digests());
    }
    Files.delete(found.image(ImageForm.OCI).orElseThrow().file());
    assertThat(find(request)).isEmpty();
  }

  @Test
  void seesEveryChangeOfWhatItTook() throws Exception {
    context();
    FileTime time = Files.getLastModifiedTime(path("tree/sub/b"));
    sees(
        () -> {
          Files.writeString(path("tree/sub/b"), "B"); // as long, and as old as before
          Files.setLastModifiedTime(path("tree/sub/b"), time);
        });
    sees(() -> Files.writeString(path("tree/sub/new"), "new"));
    sees(() -> Files.move(path("tree/sub/new"), path("tree/sub/newer")));
    sees(() -> Files.delete(path("tree/sub/newer")));
    sees(() -> Files.createDirectory(path("tree/empty")));
    sees(() -> Files.delete(path("tree/empty")));
    sees(() -> Files.writeString(path("a"), "more of a"));
  }

  @Test
  void seesOtherDockerfilesAndIgnoreFiles() throws Exception {
    context();
    sees(() -> Files.writeString(path("Dockerfile"), "FROM scratch\nCOPY a /b\n"));
    sees(() -> Files.writeString(path(".dockerignore"), "nothing\n"));
    sees(() -> Files.writeString(path(".dockerignore"), "notHing\n"));
    sees(() -> Files.writeString(path("Dockerfile.dockerignore"), "nothing\n"));
    sees(() -> Files.move(path("Dockerfile"), path("dockerfile")));
    sees(() -> Files.writeString(path("Dockerfile"), "FROM scratch\nCOPY a /c\n"));
  }

  @Test
  void seesWhatIsLookedIntoAlthoughItIsIgnored() throws Exception {
    context();
    Files.createDirectories(path("out/deep"));
    Files.writeString(path(".dockerignore"), "out\n!out/*/jar\n");
    Files.writeString(path("Dockerfile"), "FROM scratch\nCOPY . /all\n");

    sees(() -> Files.writeString(path("out/deep/jar"), "jar"));

    remembered(request());
  }

  @Test
  void keysOfCopiesThatTakeTheSameAreKnownThoughTheDockerfileIsAnother() throws Exception {
    context();
    remembered(request());
    String dockerfile = Files.readString(path("Dockerfile"));
    Files.writeString(path("new"), dockerfile + "COPY a /b\n");
    Files.move(path("new"), path("Dockerfile"), StandardCopyOption.REPLACE_EXISTING);
    List<String> steps = new ArrayList<>();

    new ImageBuild(request().build(), heard(steps)).result();

    assertThat(steps).contains("3 CACHED COPY tree/ /tree/", "4 DONE COPY a /b");
    BuildResult after = remembered(request());
    assertThat(after.image(ImageForm.ACI)).isPresent();
    sees(() -> Files.writeString(path("tree/sub/b"), "c"));
    sees(() -> Files.createDirectory(path("tree/sub/d")));
    sees(() -> Files.writeString(path("a"), "c"));
    remembered(request());
  }

  @Test
  void caresNotForWhatItDidNotTake() throws Exception {
    context();
    Files.createDirectories(path("other"));
    remembered(request());

    Files.writeString(path("other/file"), "other");

    assertThat(find(request())).isPresent();
  }

  @Test
  void seesThatTheImageIsGoneOrAnother() throws Exception {
    context();
    sees(() -> Files.delete(output()));
    sees(() -> Files.writeString(output(), "not the image"));
  }

  @Test
  void seesAnotherRequest() throws Exception {
    context();
    remembered(request());

    assertThat(find(request().labels(Map.of("a", "b")))).isEmpty();
    assertThat(find(request().buildArgs(Map.of("a", "b")))).isEmpty();
    assertThat(find(request().timestamp(Instant.EPOCH))).isEmpty();
    assertThat(find(request().noCache(true))).isEmpty();
    assertThat(find(request().secrets(Map.of("s", new SecretSource.FromFile(path("a"))))))
        .isEmpty();
    assertThat(find(request().storeDirectory(directory.resolve("other-store")))).isEmpty();
    assertThat(find(request())).isPresent();
  }

  @Test
  void goesTheLongWayOnceAnHourAndWhereTheRecordIsDamaged() throws Exception {
    context();
    remembered(request());
    Path record = record();
    FileTime written = Files.getLastModifiedTime(record);
    Files.setLastModifiedTime(
        record, FileTime.from(Instant.now().minus(UnchangedBuild.LIFE).minusSeconds(5)));
    assertThat(find(request())).isEmpty();
    Files.setLastModifiedTime(record, FileTime.from(Instant.now().plusSeconds(3600)));
    assertThat(find(request())).isEmpty();
    Files.setLastModifiedTime(record, written);
    assertThat(find(request())).isPresent();

    byte[] bytes = Files.readAllBytes(record);
    bytes[bytes.length / 2] ^= 1;
    Files.write(record, bytes);

    assertThat(find(request())).isEmpty();
    remembered(request());
  }

  @Test
  void warnsAgainEachTime() throws Exception {
    context();
    Files.writeString(path("Dockerfile"), "FROM scratch\nWORKDIR x\nCOPY a /a\n");
    Path twin = Files.createDirectories(directory.resolve("twin"));
    Files.writeString(twin.resolve("Dockerfile"), "FROM scratch\nWORKDIR /x\n");
    BuildRequestBuilder second =
        BuildRequest.builder(twin, directory.resolve("out/twin.aci"), AciOptions.named("a.b/c"))
            .storeDirectory(directory.resolve("store"));
    remembered(second); // it is younger: the files of the other are old enough too

    run(request());

    assertThat(find(request())).isEmpty();
  }

  private interface Change {
    void make() throws IOException;
  }

  private void sees(Change change) throws Exception {
    remembered(request());
    change.make();
    assertThat(find(request())).isEmpty();
  }

  /** Builds until the build is remembered. */
  private static BuildResult remembered(BuildRequestBuilder request) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<BuildResult> found = find(request);
    while (found.isEmpty()) {
      assertThat(System.nanoTime()).as("the build is never remembered").isLessThan(end);
      Thread.sleep(20);
      run(request);
      found = find(request);
    }
    return found.get();
  }

  private static BuildResult run(BuildRequestBuilder request) throws Exception {
    return new ImageBuild(request.build(), BuildListener.SILENT).run().result();
  }

  private static Optional<BuildResult> find(BuildRequestBuilder request) {
    return UnchangedBuild.find(request.build(), BuildListener.SILENT).result();
  }

  private static BuildListener heard(List<String> lines) {
    return new BuildListener() {
      @Override
      public synchronized void stepEnded(StepId step, Outcome outcome, Duration took) {
        lines.add(step.number() + " " + outcome + " " + step.instruction());
      }
    };
  }

  private void context() throws IOException {
    Files.createDirectories(path("tree/sub"));
    Files.writeString(path("a"), "a");
    Files.writeString(path("tree/sub/b"), "b");
    Files.writeString(path("Dockerfile"), "FROM scratch\nCOPY a /a\nCOPY tree/ /tree/\n");
  }

  private BuildRequestBuilder request() {
    return BuildRequest.builder(
            directory.resolve("context"), output(), AciOptions.named("example.com/test"))
        .storeDirectory(directory.resolve("store"));
  }

  private Path output() {
    return directory.resolve("out/image.aci");
  }

  private Path path(String name) {
    return directory.resolve("context").resolve(name);
  }

  private Path record() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("store/files"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("build-"))
          .findFirst()
          .orElseThrow();
    }
  }
}
