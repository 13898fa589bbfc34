package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.api.Entitlement;
import io.github.baci.api.Option;
import io.github.baci.api.SecretSource;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import io.github.baci.testing.TestImage;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RUN with all that can be said on it, from the Dockerfile to the layer, in the embedded engine.
 */
class RunInstructionIT {
  private static final String SECRET = "correct-horse-battery-staple-7731";

  @TempDir private Path directory;

  private final StringBuilder said = new StringBuilder();

  @Test
  void bindsShowTheContextAStageAndAnImageAndForgetWhatIsWritten() throws Exception {
    write("src/in", "from the context");
    write(".dockerignore", "src/left-out");
    write("src/left-out", "x");

    FileTree tree =
        build(
            """
            FROM base AS tools
            RUN mkdir /tools && echo "from a stage" > /tools/t
            FROM base
            WORKDIR /w
            RUN --mount=type=bind,source=src,target=in \\
                cat in/in > /context && ls in > /names && ! touch in/x
            RUN --mount=from=tools,source=/tools,target=/t,rw echo more >> /t/t && cp /t/t /stage
            RUN --mount=from=tools,source=/tools,target=/t cp /t/t /stage-again
            RUN --mount=from=base,source=/etc,target=/image cp /image/passwd /accounts
            """);

    assertThat(text(tree, "context")).isEqualTo("from the context");
    assertThat(text(tree, "names")).isEqualTo("in\n");
    assertThat(text(tree, "stage").lines()).containsExactly("from a stage", "more");
    assertThat(text(tree, "stage-again").lines()).containsExactly("from a stage");
    assertThat(text(tree, "accounts")).startsWith("root:");
    assertThat(tree.lookup("t")).as("a mount point that was missing").isEmpty();
    assertThat(tree.lookup("w/in")).isEmpty();
  }

  @Test
  void cachesOutliveBuildsAndAreNoPartOfTheImage() throws Exception {
    String first =
        """
        FROM base
        RUN --mount=type=cache,id=kept,target=/c,mode=0711,uid=7,gid=8 \\
            stat -c '%a %u %g' /c > /attributes && echo kept > /c/file
        """;
    FileTree tree = build(first);
    assertThat(text(tree, "attributes").strip()).isEqualTo("711 7 8");
    assertThat(tree.lookup("c")).isEmpty();

    FileTree second =
        build(
            """
            FROM base
            RUN --mount=type=cache,id=kept,target=/e,mode=0711,uid=7,gid=8,sharing=locked \\
                cp /e/file /found
            RUN --mount=type=cache,target=/elsewhere ls -A /elsewhere > /other
            RUN --mount=type=cache,id=kept,target=/c ls -A /c > /of-root && touch /c/of-root
            RUN --mount=type=cache,id=kept,from=base,source=/etc,target=/c \\
                ls /c > /seeded && touch /c/x
            RUN --mount=type=cache,id=kept,from=base,target=/c test -e /c/etc/x
            RUN --mount=type=cache,id=kept,target=/c,readonly test -e /c/of-root && ! touch /c/x
            """);
    assertThat(text(second, "found").strip()).isEqualTo("kept");
    assertThat(text(second, "other")).as("another id is another cache").isEmpty();
    assertThat(text(second, "of-root")).as("another owner is another cache").isEmpty();
    assertThat(text(second, "seeded")).as("another base is another cache").contains("passwd");
  }

  @Test
  void aTmpfsIsEmptyLimitedAndGoneAfterwards() throws Exception {
    FileTree tree =
        build(
            """
            FROM base
            RUN mkdir /m && echo below > /m/below
            RUN --mount=type=tmpfs,target=/m,size=64k \\
                ls -A /m > /seen && ! head -c 200000 /dev/zero > /m/big
            """);

    assertThat(text(tree, "seen")).isEmpty();
    assertThat(text(tree, "m/below").strip()).isEqualTo("below");
    assertThat(tree.lookup("m/big")).isEmpty();
  }

  @Test
  void aTmpfsHasTheModeOfWhatItCovers() throws Exception {
    FileTree tree =
        build(
            """
            FROM base
            RUN mkdir /m && chmod 700 /m
            RUN --mount=type=tmpfs,target=/m --mount=type=tmpfs,target=/new \\
                stat -c %a /m /new > /modes
            """);

    assertThat(text(tree, "modes").lines())
        .containsExactly("700", "1777"); // what covers nothing is as the kernel makes it
  }

  @Test
  void aBindShowsAFileThatTheStepBeforeHasCopied() throws Exception {
    write("same", "copied and mounted");

    FileTree tree =
        build(
            """
            FROM base
            COPY same /same
            RUN --mount=type=bind,source=same,target=/m/same cat /m/same > /mounted
            """);

    assertThat(text(tree, "mounted")).isEqualTo("copied and mounted");
  }

  @Test
  void ownersHaveAllThirtyTwoBits() throws Exception {
    FileTree tree = build("FROM base\nRUN touch /f && chown 3000000:4000000000 /f\n");

    Attributes found = tree.lookup("f").orElseThrow().entry().attributes();
    assertThat(found.uid()).isEqualTo(3_000_000L);
    assertThat(found.gid()).isEqualTo(4_000_000_000L);
  }

  @Test
  void secretsAreSeenByTheCommandAndKeptNowhere() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), SECRET);
    String sum = Command.of("md5sum", secret.toString()).succeed().substring(0, 32);

    FileTree tree =
        build(
            request(
                    """
                    FROM base
                    RUN --mount=type=secret,id=token md5sum < /run/secrets/token > /file && \\
                        stat -c '%a %u' /run/secrets/token > /attributes
                    RUN --mount=type=secret,id=token,target=/s,mode=0440,uid=3 stat -c '%a %u' /s > /other
                    RUN --mount=type=secret,id=token,env=TOKEN \\
                        printf %s "$TOKEN" | md5sum > /variable && ! [ -e /run/secrets/token ]
                    RUN --mount=type=secret,id=none ! [ -e /run/secrets/none ]
                    """)
                .secrets(Map.of("token", new SecretSource.FromFile(secret))));

    assertThat(text(tree, "file")).startsWith(sum);
    assertThat(text(tree, "variable")).startsWith(sum);
    assertThat(text(tree, "attributes").strip()).isEqualTo("400 0");
    assertThat(text(tree, "other").strip()).isEqualTo("440 3");
    assertThat(tree.lookup("run")).isEmpty();
    assertThat(said).doesNotContain(SECRET);
    assertThat(
            Command.of("grep", "-rlaF", SECRET, store().toString(), output().toString())
                .run()
                .output())
        .isEmpty();
  }

  @Test
  void aSecretThatIsRequiredMustBeThere() {
    assertThatThrownBy(() -> build("FROM base\nRUN --mount=type=secret,id=none,required true\n"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("Dockerfile:2:1: secret none: not found");
  }

  @Test
  void theAgentIsReachedByItsSocket() throws Exception {
    Path socket = directory.resolve("agent");
    try (ServerSocketChannel agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      agent.bind(UnixDomainSocketAddress.of(socket));

      FileTree tree =
          build(
              request(
                      """
                      FROM base
                      RUN --mount=type=ssh [ -S "$SSH_AUTH_SOCK" ] && echo "$SSH_AUTH_SOCK" > /where
                      """)
                  .sshAgents(Map.of("default", socket)));

      assertThat(text(tree, "where").strip()).isEqualTo("/run/buildkit/ssh_agent.0");
      assertThat(tree.lookup("run")).isEmpty();
    }
  }

  @Test
  void theNetworkAndTheCapabilitiesAreThoseOfTheInstruction() throws Exception {
    FileTree tree =
        build(
            request(
                    """
                    FROM base
                    RUN --network=none tail -n +3 /proc/net/dev | grep -v 'lo:' | wc -l > /none
                    RUN --network=host tail -n +3 /proc/net/dev | wc -l > /host
                    RUN --network=default tail -n +3 /proc/net/dev | wc -l > /default
                    RUN --security=sandbox grep CapEff /proc/self/status > /sandbox
                    RUN --security=insecure grep CapEff /proc/self/status > /insecure
                    """)
                .allow(EnumSet.allOf(Entitlement.class)));

    assertThat(text(tree, "none").strip()).isEqualTo("0");
    assertThat(text(tree, "host")).isEqualTo(text(tree, "default"));
    assertThat(capabilities(tree, "sandbox")).isLessThan(capabilities(tree, "insecure"));
  }

  @Test
  void cve_2024_23653_moreRightsNeedConsentAlsoForTriggersAndWhatIsInTheStore() throws Exception {
    String insecure = "FROM base\nRUN --security=insecure true\n";
    String trigger = "FROM base AS a\nONBUILD RUN --security=insecure true\nFROM a\n";
    build(request(insecure).allow(Set.of(Entitlement.SECURITY_INSECURE)));

    for (String refused : List.of(insecure, trigger)) {
      assertThatThrownBy(() -> build(refused))
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("Dockerfile:")
          .hasMessageContaining(Option.ALLOW + "=security.insecure");
    }
    assertThatThrownBy(() -> build("FROM base\nRUN --network=host true\n"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(Option.ALLOW + "=network.host");
    assertThatThrownBy(() -> Entitlement.parse("security.insecure, device"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'device'")
        .hasMessageContaining("network.host");
  }

  @Test
  void cve_2024_9676_and_2018_15664_accountsAndCopiesAreReadInTheImageAlone() throws Exception {
    FileTree tree =
        build(
            """
            FROM base AS links
            RUN rm /etc/passwd && ln -s /../../../../nowhere /etc/passwd && \\
                ln -s /../../../../../etc /outside && mkdir -p /etc && echo inside > /etc/hostname.own
            USER 7
            RUN grep ^Uid: /proc/self/status > /tmp/user
            FROM base
            COPY --from=links /outside/hostname.own /tmp/user /
            """);

    assertThat(text(tree, "hostname.own").strip()).isEqualTo("inside");
    assertThat(text(tree, "user")).contains("\t7\t");
  }

  private static int capabilities(FileTree tree, String file) throws Exception {
    return Long.bitCount(Long.parseLong(text(tree, file).split("\\s+")[1].strip(), 16));
  }

  @Test
  void heredocsAreScriptsProgramsAndInput() throws Exception {
    FileTree tree =
        build(
            """
            FROM base
            ENV WHO=world
            RUN <<EOF
            echo "hello $WHO" > /script
            echo two >> /script
            EOF
            RUN <<-"PROGRAM"
            \t#!/bin/cat
            \tnot a $command
            PROGRAM
            RUN cat <<ONE > /one && cat - 3<<TWO <<THREE > /three
            first
            ONE
            second
            TWO
            third
            THREE
            """);

    assertThat(text(tree, "script").lines()).containsExactly("hello world", "two");
    assertThat(text(tree, "one").strip()).isEqualTo("first");
    assertThat(text(tree, "three").strip()).isEqualTo("third");
    assertThat(said).contains("not a $command");
    assertThat(tree.lookup("dev/pipes")).isEmpty();
  }

  @Test
  void triggersFireWithTheirHeredocsInTheStageThatTakesTheBase() throws Exception {
    write("file", "of the consumer");

    FileTree tree =
        build(
            """
            FROM base AS parent
            ONBUILD ARG NAME=default
            ONBUILD COPY file /copied
            ONBUILD COPY <<EOF /inline
            for $NAME
            EOF
            ONBUILD RUN <<EOF
            echo "$NAME" > /ran
            ls /inline >> /ran
            EOF
            FROM parent AS child
            FROM child
            RUN rm /copied && ! [ -e /again ]
            """);

    assertThat(text(tree, "inline").strip()).isEqualTo("for default");
    assertThat(text(tree, "ran").lines()).containsExactly("default", "/inline");
    assertThat(tree.lookup("copied")).as("triggers do not fire again").isEmpty();
  }

  private FileTree build(String dockerfile) throws Exception {
    return build(request(dockerfile));
  }

  private FileTree build(BuildRequestBuilder request) throws Exception {
    CompletedBuild result =
        new ImageBuild(
                request.build(),
                new BuildListener() {
                  @Override
                  public synchronized void stepOutput(StepId step, byte[] bytes) {
                    said.append(new String(bytes, StandardCharsets.UTF_8));
                  }
                })
            .run();
    return FileTree.of(result.image().layers());
  }

  private BuildRequestBuilder request(String dockerfile) throws Exception {
    write("Dockerfile", dockerfile);
    TestImage base = BusyboxBase.image();
    return BuildRequest.builder(
            directory.resolve("context"), output(), AciOptions.named("example.com/run"))
        .storeDirectory(store())
        .engine(
            new BuildRequest.EngineOptions(
                BuildRequest.EngineOptions.Kind.NAMESPACES, Optional.empty()))
        .namedContexts(Map.of("base", "oci-layout://" + base.layout() + ":" + base.tag()));
  }

  private Path store() {
    return directory.resolve("store");
  }

  private Path output() {
    return directory.resolve("out.aci");
  }

  private void write(String path, String text) throws Exception {
    Path file = directory.resolve("context").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String text(FileTree tree, String path) throws Exception {
    try (OpenLayerTars content = new OpenLayerTars()) {
      return new String(
          content.read(tree.lookup(path).orElseThrow(), 1 << 20), StandardCharsets.UTF_8);
    }
  }
}
