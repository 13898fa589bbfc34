package io.github.baci.container.traced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.container.syscall.SystemCallException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a traced command sees and does. Needs busybox; no privilege and no namespace. */
@Timeout(60)
class TracedCommandIT {
  @TempDir Path temporary;
  private TracedRoot root;

  @BeforeEach
  void makeRoot() throws Exception {
    root = new TracedRoot(temporary);
  }

  private void assertOutput(String script, String... lines) throws Exception {
    TracedRoot.Result result = root.sh(script);
    assertThat(result.output().strip().split("\n")).as(script).containsExactly(lines);
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void theTreeIsTheRoot() throws Exception {
    assertOutput(
        "pwd; ls /; cd /tmp; pwd; cd ../..; pwd; ls /etc/../../../etc; cat < /etc/../../etc/group",
        "/",
        "bin",
        "bound",
        "dev",
        "etc",
        "proc",
        "root",
        "sealed",
        "tmp",
        "/tmp",
        "/",
        "group",
        "passwd",
        "root:x:0:",
        "user:x:1000:",
        "staff:x:50:");
  }

  @Test
  void linksAreFollowedInsideTheRoot() throws Exception {
    Files.writeString(temporary.resolve("secret"), "outside");
    assertOutput(
        "cd /tmp; ln -s /etc/group a; ln -s a b; ln -s ../../../../../etc etc; ln -s /tmp/loop"
            + " loop; ln -s "
            + temporary.resolve("secret")
            + " out; wc -l < b; wc -l < etc/group; cat loop out 2>&1; readlink a; cd etc; pwd -P",
        "3",
        "3",
        "cat: can't open 'loop': Too many levels of symbolic links",
        "cat: can't open 'out': No such file or directory",
        "/etc/group",
        "/etc");
  }

  @Test
  void ownersAndModesAreKept() throws Exception {
    assertOutput(
        "cd /tmp; echo x > f; chown 12:34 f; chmod 4751 f; mkdir d; chmod 2775 d; chown :50 d;"
            + " touch d/g; mkdir d/e; ln f h; ln -s f l; chown -h 5:6 l;"
            + " stat -c '%a %u:%g %n' f d d/g d/e h l; chown 1 f; stat -c %a h;"
            + " chmod 000 f; stat -c %a f; cat f; rm f; stat -c '%u %a %h' h; rm h; touch f;"
            + " stat -c '%u %a' f",
        "4751 12:34 f",
        "2775 0:50 d",
        "644 0:50 d/g",
        "2755 0:50 d/e",
        "4751 12:34 h",
        "777 5:6 l",
        "751",
        "0",
        "x",
        "1 0 1",
        "0 644");
  }

  @Test
  void devicesAreKeptAndTheUsualOnesWork() throws Exception {
    assertOutput(
        "cd /tmp; mknod n c 1 3; mknod b b 8 1; mkfifo p; stat -c '%F %t:%T' n b p; echo x > n;"
            + " wc -c < n; cat b 2>&1; head -c 3 /dev/zero | wc -c; echo > /dev/null",
        "character special file 1:3",
        "block special file 8:1",
        "fifo 0:0",
        "0",
        "cat: can't open 'b': Operation not permitted",
        "3");
  }

  @Test
  void otherUsersAreHeldByTheModes() throws Exception {
    root.sh(
        "mkdir -m 700 /root/x; echo s > /etc/secret; chmod 600 /etc/secret; mkdir /tmp/own;"
            + " chown 1000:1000 /tmp/own; chmod 1777 /tmp; touch /tmp/roots");
    TracedRoot.Result result =
        root.shAs(
            1000,
            "id -u; cat /etc/secret; ls /root/x; touch /etc/new; rm -f /tmp/roots; chown 0"
                + " /tmp/own; touch /tmp/own/f && stat -c %u:%g /tmp/own/f; chmod 700 /tmp/own &&"
                + " echo done; touch /etc/passwd; mknod /tmp/own/n c 1 3; chmod 600 /etc/passwd"
                + " 2>&1");
    assertThat(result.output().strip().split("\n"))
        .containsExactly(
            "1000",
            "cat: can't open '/etc/secret': Permission denied",
            "ls: can't open '/root/x': Permission denied",
            "touch: /etc/new: Permission denied",
            "rm: can't remove '/tmp/roots': Operation not permitted",
            "chown: /tmp/own: Operation not permitted",
            "1000:1000",
            "done",
            "touch: /etc/passwd: Permission denied",
            "mknod: /tmp/own/n: Operation not permitted",
            "chmod: /etc/passwd: Operation not permitted");
  }

  @Test
  void usersCanBeChanged() throws Exception {
    assertOutput(
        "su user -c 'id -u; id -g; id -G; chroot / true 2>&1'; id -u",
        "1000",
        "1000",
        "1000",
        "chroot: can't change root directory to '/': Operation not permitted",
        "0");
  }

  @Test
  void scriptsAndProgramsAreStarted() throws Exception {
    assertOutput(
        "cd /tmp; printf '#!/bin/sh -e\\n"
            + "echo $0 $1 $2\\n"
            + "' > s; printf '#!/tmp/s one\\n"
            + "' > t; printf 'echo plain $1\\n"
            + "' > p; chmod +x s t p; ./s a b; PATH=/tmp; s c; /tmp/t x; ./p y; /bin/readlink"
            + " /proc/self/exe; /bin/readlink /proc/self/cwd; /bin/readlink /proc/self/root;"
            + " /bin/env -i /bin/sh -c 'echo $0'",
        "./s a b",
        "/tmp/s c",
        "/tmp/s one /tmp/t",
        "plain y",
        "/bin/busybox",
        "/tmp",
        "/",
        "/bin/sh");
  }

  @Test
  void setuidProgramsRunAsTheirOwners() throws Exception {
    root.sh(
        "sed -i s/root:x:/root::/ /etc/passwd; chmod 1777 /tmp; mkdir /tmp/a /tmp/b; chmod 777"
            + " /tmp/a; cp /bin/busybox /tmp/a/; cp /bin/busybox /tmp/b/; chmod 4755"
            + " /tmp/a/busybox");

    TracedRoot.Result result =
        root.shAs(
            1000,
            "/tmp/a/busybox su -c 'id -u; touch /root/made; stat -c %u /root/made'; id -u;"
                + " /tmp/b/busybox su -c 'id -u'; true");

    assertThat(result.output().strip().split("\n"))
        .containsExactly("0", "0", "1000", "su: must be suid to work properly");
  }

  @Test
  void whatCannotBeStartedSaysWhy() throws Exception {
    assertThatThrownBy(() -> root.run(Credentials.of(0, 0, List.of()), true, "/bin/none"))
        .isInstanceOf(SystemCallException.class)
        .hasMessageContaining("exec /bin/none");
    assertOutput(
        "cd /tmp; touch e; ./e 2>&1; echo $?; echo '#!/none' > i; chmod +x i; ./i 2>&1; echo $?",
        "/bin/sh: ./e: Permission denied",
        "126",
        "/bin/sh: ./i: not found",
        "127");
  }

  @Test
  void archivesKeepAll() throws Exception {
    assertOutput(
        "cd /tmp; mkdir d; echo x > d/f; chown 7:8 d/f; chmod 2755 d/f; mknod d/n c 4 5; ln d/f"
            + " d/h; tar cf t.tar d; mkdir e; cd e; tar xf ../t.tar; stat -c '%a %u:%g %F %h' d/f"
            + " d/n d/h; cp -a d c; stat -c '%a %u:%g %F' c/f c/n; mv c m; ls m; rm -r m d; ls",
        "2755 7:8 regular file 2",
        "644 0:0 character special file 1",
        "2755 7:8 regular file 2",
        "2755 7:8 regular file",
        "644 0:0 character special file",
        "f",
        "h",
        "n");
  }

  @Test
  void bindsCoverAndSomeCannotBeWritten() throws Exception {
    assertOutput(
        "cat /bound/file /sealed/file; echo y > /bound/new; cat /bound/new; touch /sealed/x; echo z"
            + " > /sealed/file; rm -f /sealed/file; mkdir /sealed/d; mv /bound/new /sealed/n; chmod"
            + " 600 /sealed/file; rmdir /bound; mv /bound /b; cd /sealed; touch x; true",
        "bound",
        "sealed",
        "y",
        "touch: /sealed/x: Read-only file system",
        "/bin/sh: can't create /sealed/file: Read-only file system",
        "rm: can't remove '/sealed/file': Read-only file system",
        "mkdir: can't create directory '/sealed/d': Read-only file system",
        "mv: can't rename '/bound/new': Read-only file system",
        "chmod: /sealed/file: Read-only file system",
        "rmdir: '/bound': Device or resource busy",
        "mv: can't rename '/bound': Device or resource busy",
        "touch: x: Read-only file system");
  }

  @Test
  void whatIsLeftBehindEndsWithTheCommand() throws Exception {
    TracedRoot.Result result =
        root.sh(
            "setsid sh -c 'echo $$; trap \"\" TERM; touch /tmp/begun; sleep 1000' & sleep 1000 &"
                + " echo $!; until [ -e /tmp/begun ]; do sleep 0.1; done; exit 3");

    assertThat(result.exitCode()).isEqualTo(3);
    List<String> left = List.of(result.output().strip().split("\n"));
    assertThat(left).hasSize(2);
    assertThat(left).noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid)).isPresent());
  }

  @Test
  void aSignalIsTheCommandsEnd() throws Exception {
    assertThat(root.sh("kill -9 $$").exitCode()).isEqualTo(137);
    assertThat(root.sh("kill -TERM $$").exitCode()).isEqualTo(143);
    assertOutput("trap 'echo got' USR1; kill -USR1 $$; echo on", "got", "on");
  }

  @Test
  void stoppedProcessesStayStoppedUntilTheyAreContinued() throws Exception {
    assertOutput(
        "(echo a; sleep 0.3; echo b) & p=$!; sleep 0.1; kill -STOP $p; sleep 0.5; echo c; kill"
            + " -CONT $p; wait $p; echo d",
        "a",
        "c",
        "b",
        "d");
  }

  @Test
  void processesOfThisMachineAreNotReached() throws Exception {
    long own = ProcessHandle.current().pid();
    assertOutput(
        "kill -0 "
            + own
            + " 2>&1; cat /proc/"
            + own
            + "/environ 2>&1; cat /proc/1/cmdline 2>&1;"
            + " cat /proc/self/comm; true",
        "sh: can't kill pid " + own + ": No such process",
        "cat: can't open '/proc/" + own + "/environ': No such file or directory",
        "cat: can't open '/proc/1/cmdline': No such file or directory",
        "cat");
  }

  @Test
  void whatOnlyPrivilegesGiveIsRefused() throws Exception {
    assertOutput(
        "mount -t tmpfs none /tmp 2>&1; unshare true 2>&1; hostname; hostname x 2>&1; true",
        "mount: permission denied (are you root?)",
        "unshare: unshare(0x0): Operation not permitted",
        "guest",
        "hostname: sethostname: Operation not permitted");
  }

  @Test
  void aRootInTheRootCanBeChangedTo() throws Exception {
    assertOutput(
        "mkdir -p /tmp/c/bin; cp /bin/busybox /tmp/c/bin/; echo in > /tmp/c/f; ln -s /f /tmp/c/l;"
            + " chroot /tmp/c /bin/busybox sh -c 'busybox cat /l ../../f; cd /bin; pwd;"
            + " busybox readlink /proc/self/exe'; ls -d /tmp/c",
        "in",
        "in",
        "/bin",
        "/tmp/c");
  }

  @Test
  void withoutANetworkNobodyElseIsReached() throws Exception {
    Credentials who = Credentials.of(0, 0, List.of());
    TracedRoot.Result result =
        root.run(
            who, false, "/bin/sh", "-c", "nc -w 1 192.0.2.1 80 2>&1; nc -w 1 127.0.0.1 1 2>&1");

    assertThat(result.output().strip().split("\n"))
        .containsExactly(
            "nc: can't connect to remote host (192.0.2.1): Network is unreachable",
            "nc: can't connect to remote host (127.0.0.1): Connection refused");
    assertThat(root.run(who, false, "/bin/sh", "-c", "ip link 2>&1").output())
        .contains("Address family not supported by protocol");
  }

  @Test
  void directoriesThatMoveAreFoundAnew() throws Exception {
    assertOutput(
        "mkdir -p /tmp/a/b; echo 1 > /tmp/a/b/f; cd /tmp/a/b; cat /tmp/a/b/f; mv /tmp/a /tmp/z; pwd"
            + " -P; cat f; mkdir -p /tmp/a/b; echo 2 > /tmp/a/b/f; cat /tmp/a/b/f f; rm -r /tmp/a;"
            + " ln -s z /tmp/a; cat /tmp/a/b/f; rm /tmp/a; cat /tmp/a/b/f 2>&1; true",
        "1",
        "/tmp/z/b",
        "1",
        "2",
        "1",
        "1",
        "cat: can't open '/tmp/a/b/f': No such file or directory");
  }
}
