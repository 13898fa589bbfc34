package io.github.baci.testing.rkt;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The stand-in's executable, and stage1 images for it. */
public final class StandInRkt {
  /** The version that it says it is. */
  public static final String VERSION = "1.30.0";

  private StandInRkt() {}

  /** Which stage1 image, and so which behaviour. */
  public enum Flavour {
    /** No isolation: rkt becomes the app. */
    FLY,
    /** A supervisor that runs the app as a process of its own, as systemd-nspawn does. */
    SYSTEMD
  }

  /** Writes an executable to a directory. */
  public static Path executable(Path directory) throws IOException {
    return executable(directory, VERSION);
  }

  /** Writes an executable that says it is of a version to a directory. */
  public static Path executable(Path directory, String version) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve("rkt");
    // The stand-in's Java program prepares a pod and leaves a script, so that what runs in the end
    // has the process ID that rkt was started with.
    Files.writeString(
        file,
        """
        #!/bin/sh
        # A stand-in for rkt, of baci's tests.
        # Beside it, so that what a killed one leaves goes with the test's directory.
        next=$(mktemp '%s/next.XXXXXX' 2>/dev/null || mktemp) || exit 254
        pod=
        # A pod is made at once, as by rkt: the program below takes its time to start.
        for word; do
          case $word in
            --dir=*) dir=${word#--dir=} ;;
            --uuid-file-save=*) file=${word#--uuid-file-save=} ;;
            run) run=1 ;;
          esac
        done
        if [ -n "$run" ] && [ -n "$dir" ] && [ -n "$file" ] && [ "$(id -u)" = 0 ]; then
          pod=$dir/pods/$(cat /proc/sys/kernel/random/uuid)
          mkdir -p "$pod" && echo $$ > "$pod/preparing"
          if ! basename "$pod" > "$file"; then
            rm -rf "$pod" "$next"
            exit 254
          fi
        fi
        # Dies with this process, as rkt is one.
        setpriv --pdeathsig KILL '%s' -Xshare:auto -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m -cp '%s' %s \\
            '%s' '%s' "$next" "$$" "$pod" "$@"
        code=$?
        if [ $code -eq %d ]; then
          exec /bin/sh "$next"
        fi
        rm -f "$next"
        exit $code
        """
            .formatted(
                directory,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                StandInMain.class.getName(),
                version,
                directory,
                StandInMain.GO_ON));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  /** Writes a stage1 image for the stand-in to a directory. */
  public static Path stage1(Path directory, Flavour flavour) throws IOException {
    Path contents = Files.createTempDirectory(directory, "stage1");
    String name = flavour == Flavour.FLY ? "fly" : "systemd";
    Files.createDirectories(contents.resolve("rootfs"));
    Files.writeString(
        contents.resolve("manifest"),
        """
        {"acKind": "ImageManifest", "acVersion": "0.8.11",
         "name": "example.com/stand-in/stage1-%s",
         "labels": [{"name": "os", "value": "linux"}],
         "annotations": [{"name": "example.com/stand-in/flavour", "value": "%s"}]}
        """
            .formatted(name, flavour.name()));
    Path file = directory.resolve("stand-in-stage1-" + name + ".aci");
    File archive = file.toFile();
    run(List.of("tar", "-C", contents.toString(), "-cf", archive.getPath(), "manifest", "rootfs"));
    run(List.of("rm", "-rf", contents.toString()));
    return file;
  }

  static void run(List<String> command) throws IOException {
    int exitCode;
    try {
      exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (exitCode != 0) {
      throw new IOException(command + " ended with " + exitCode);
    }
  }
}
