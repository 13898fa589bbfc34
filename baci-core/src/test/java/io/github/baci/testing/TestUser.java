package io.github.baci.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** An ordinary user of this machine with a home directory, made for a test and gone after it. */
public final class TestUser implements AutoCloseable {
  private final String name;

  private TestUser(String name) {
    this.name = name;
  }

  /** Makes a user that has ranges in /etc/subuid and /etc/subgid. */
  public static TestUser withSubordinateIds() {
    return make("65536");
  }

  /** Makes a user that has no range in /etc/subuid and /etc/subgid. */
  public static TestUser withoutSubordinateIds() {
    return make("0");
  }

  private static TestUser make(String idCount) {
    byte[] random = new byte[4];
    new Random().nextBytes(random);
    String name = "baci-" + HexFormat.of().formatHex(random);
    Command.of("useradd", "--create-home", "--shell", "/bin/sh", "-K", "SUB_UID_COUNT=" + idCount)
        .with("-K", "SUB_GID_COUNT=" + idCount, name)
        .succeed();
    return new TestUser(name);
  }

  /** Returns the user's home directory. */
  public Path home() {
    return Path.of("/home", name);
  }

  /** Returns the user's name. */
  public String name() {
    return name;
  }

  /** Gives a file or directory and all in it to the user. */
  public void own(Path path) {
    Command.of("chown", "-R", name + ":", path.toString()).succeed();
  }

  /** Returns the command as the user runs it, in the user's home directory. */
  public Command command(List<String> words) {
    List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=" + name, "--regid=" + name));
    all.addAll(List.of("--init-groups", "--reset-env", "env"));
    all.add("JAVA_HOME=" + System.getProperty("java.home"));
    all.addAll(words);
    return Command.of(all).in(home());
  }

  @Override
  public void close() {
    // Java leaves a directory for each user whose programs it ran.
    Command.of("rm", "-rf", "/tmp/hsperfdata_" + name).succeed();
    // Exit code 12: everything is gone but the mail box that the user never had.
    int exitCode = Command.of("userdel", "--force", "--remove", name).run().exitCode();
    if (exitCode != 0 && exitCode != 12) {
      throw new AssertionError("userdel " + name + " ended with " + exitCode);
    }
  }
}
