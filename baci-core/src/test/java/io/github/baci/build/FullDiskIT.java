package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.Option;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import io.github.baci.testing.TestImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds on disks that are full, as {@link SmallDiskBuilds} makes them: it also holds that each
 * build leaves nothing, that the files of the one before stay, and that the next one, with space
 * again, ends well.
 */
class FullDiskIT {
  private static final String STORE = "choose another store (" + Option.STORE_DIRECTORY + ")";
  private static final String TARGET =
      "choose another place for 'image.%s' (" + Option.OUTPUT_FILE + ";";

  @TempDir private Path directory;

  @Test
  void aFullStoreIsNamedWhateverWasToBeWrittenToIt() throws Exception {
    List<String> said =
        builds("size=40m", "store", "AUTO", "COPY:0", "COPY:4", "COPY:3500", "ADD:4500");

    assertThat(said).allSatisfy(one -> assertThat(one).contains("refused", place("store"), STORE));
    assertThat(said).last().asString().as("a chunk of the ACI").doesNotContain(place("target"));
  }

  @Test
  void aCommandThatFailsInAFullStoreIsToldWithIt() throws Exception {
    for (String engine : List.of("AUTO", "TRACED")) {
      assertThat(builds("size=40m", "store", engine, "RUN:8000"))
          .singleElement()
          .asString()
          .contains("refused", "no space", place("store"), STORE);
    }
  }

  @Test
  void aStoreWithoutInodesIsFullToo() throws Exception {
    assertThat(builds("size=60m,nr_inodes=" + 3 * SmallDiskBuilds.MANY, "store", "AUTO", "MANY:0"))
        .singleElement()
        .asString()
        .contains("refused: Dockerfile:2:1", "no space is left in the store", STORE);
  }

  @Test
  void aCommandThatFreesWhatItCouldNotFillIsToldOfTheStore() throws Exception {
    assertThat(builds("size=40m", "store", "AUTO", "FREEING:9000"))
        .singleElement()
        .asString()
        .contains("refused: Dockerfile:2:1", "No space left on device", place("store"), STORE);
  }

  @Test
  void aFullTargetIsNamedWithTheFile() throws Exception {
    List<String> said = builds("size=24m", "target", "AUTO", "COPY:0", "ADD:500", "COPY:2000");

    assertThat(said).allSatisfy(one -> assertThat(one).contains("refused", place("target")));
    assertThat(said.get(1)).contains(TARGET.formatted("aci"));
    assertThat(said.get(2)).contains(TARGET.formatted("oci"));
  }

  @Test
  void nothingIsWrittenToTheTemporaryDirectory() throws Exception {
    List<String> said = builds("size=1m", "tmp", "AUTO", "COPY:0", "ADD:0", "RUN:0");
    said.addAll(builds("size=1m", "tmp", "TRACED", "RUN:0"));

    assertThat(said).allSatisfy(one -> assertThat(one).endsWith(": built"));
  }

  private String place(String name) {
    return "'" + directory.resolve("disk").resolve(name) + "'";
  }

  /** Returns what came of each build. */
  private List<String> builds(String options, String place, String engine, String... what)
      throws Exception {
    TestImage base = BusyboxBase.image();
    Path disk = Files.createDirectories(directory.resolve("disk"));
    Path work = Files.createTempDirectory(directory, "work");
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    if (place.equals("tmp")) {
      java.add("-Djava.io.tmpdir=" + disk);
    }
    java.add(SmallDiskBuilds.class.getName());
    java.addAll(List.of(work.toString(), disk.toString(), place));
    java.add("oci-layout://" + base.layout() + ":" + base.tag());
    java.add(engine);
    java.addAll(List.of(what));
    String script =
        "mount -t tmpfs -o '" + options + "' baci " + disk.toString() + " && exec \"$@\"";
    String output =
        Command.of("unshare", "-m", "--propagation", "private", "sh", "-c", script, "sh")
            .with(java.toArray(String[]::new))
            .env("CLASSPATH", System.getProperty("java.class.path"))
            .env("TMPDIR", place.equals("tmp") ? disk.toString() : "/tmp")
            .succeed();
    assertThat(output).doesNotContain("FAULT");
    List<String> said = new ArrayList<>(output.lines().toList());
    assertThat(said).as(output).hasSize(what.length);
    return said;
  }
}
