package io.github.baci.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.Digest;
import io.github.baci.container.syscall.ExtendedAttributes;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files without a name, access control lists, and attributes that only root may set. */
abstract class AttributeContract extends SnapshotContract {
  private static final String OPERATION_NOT_SUPPORTED = "95";
  private static final byte[] READABLE_BY_USER_5 = {
    2, 0, 0, 0, //
    1, 0, 6, 0, -1, -1, -1, -1, 2, 0, 4, 0, 5, 0, 0, 0, 4, 0, 4, 0, -1, -1, -1, -1, 16, 0, 4, 0, -1,
    -1, -1, -1, 32, 0, 0, 0, -1, -1, -1, -1
  };

  private Digest program;

  @BeforeAll
  void makeProgram() throws Exception {
    program =
        StaticPrograms.one(layers, Files.createDirectory(directory.resolve("a")), "attributes")
            .diffId();
  }

  private SpecDraft armed() {
    return new SpecDraft(List.of(base, program));
  }

  private SpecDraft steps(String steps) {
    return armed().shell("cd /data && /bin/attributes " + steps);
  }

  /**
   * Whether the store's file system has what is asked; what commands are told by tracing does not
   * depend on it.
   */
  private boolean isRefused(Outcome outcome) {
    boolean isRefused = outcome.stdout().contains(OPERATION_NOT_SUPPORTED + "\n");
    if (isRefused) {
      assertThat(storeHasLists()).as(outcome.stdout()).isFalse();
    }
    return isRefused;
  }

  private boolean storeHasLists() {
    Path file = storeDirectory().resolve("list-" + System.nanoTime());
    try {
      Files.createFile(file);
      ExtendedAttributes.set(file.toString(), "system.posix_acl_access", new byte[] {2, 0, 0, 0});
      return true;
    } catch (SystemCallException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      file.toFile().delete();
    }
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(SEVERAL_IDS)
  void aFileThatGetsItsNameLaterHasTheOwnerThatItWasGivenBefore() throws Exception {
    Outcome outcome =
        run(
            armed()
                .shell(
                    "mkdir -m 2775 /made && chown :8 /made"
                        + " && /bin/attributes unnamed:/made:/made/a unnamed:/data:/data/b"
                        + " && cat /made/a /data/b && touch /data/c"
                        + " && stat -c '%n %a %u:%g %h' /made/a /data/b /data/c")
                .snapshot());

    assertThat(outcome.stdout().lines())
        .containsExactly(
            "104751 12:34 0 0",
            "104751 12:34 0 0",
            "unnamed",
            "unnamed",
            "/made/a 4751 12:34 1",
            "/data/b 4751 12:34 1",
            "/data/c 644 0:0 1");
    LayerEntry.RegularFile file = (LayerEntry.RegularFile) outcome.change("made/a");
    assertThat(file.attributes().mode()).isEqualTo(04751);
    assertThat(file.attributes().uid()).isEqualTo(12);
    assertThat(file.attributes().gid()).isEqualTo(34);
  }

  @Test
  @Tag(SEVERAL_IDS)
  void accessListsAndModesFollowEachOther() throws Exception {
    Outcome outcome =
        run(
            steps(
                    "list:text:access:1.6.0,2.4.5,4.4.0,16.4.0,32.0.0 lists:text:access"
                        + " make:plain:644 lists:plain:access"
                        + " list:plain:access:1.6.0,4.4.0,32.0.0 lists:plain:access"
                        + " list:plain:default:1.6.0,4.4.0,32.0.0"
                        + " list:plain:access:1.6.0,32.0.0"
                        + " && chmod 711 text && /bin/attributes lists:text:access"
                        + " unlist:text:access lists:text:access"
                        + " list:text:access:1.6.0,2.4.5,4.4.0,16.4.0,32.0.0")
                .snapshot());
    if (isRefused(outcome)) {
      return;
    }

    assertThat(outcome.stdout().lines())
        .containsExactly(
            "0",
            "640 1.6.-1 2.4.5 4.4.-1 16.4.-1 32.0.-1 0",
            "0",
            "644 61",
            "0",
            "640 61",
            "13",
            "22",
            "711 1.7.-1 2.4.5 4.4.-1 16.1.-1 32.1.-1 0",
            "0",
            "711 61",
            "0");
    LayerEntry.Content text = (LayerEntry.Content) outcome.change("data/text");
    assertThat(text.attributes().xattrs().asMap().get("system.posix_acl_access"))
        .isEqualTo(READABLE_BY_USER_5);
    assertThat(((LayerEntry.Content) outcome.change("data/plain")).attributes().xattrs().asMap())
        .isEmpty();
  }

  @Test
  @Tag(SEVERAL_IDS)
  void whatIsMadeInADirectoryWithAListHasItInPlaceOfTheUmask() throws Exception {
    Outcome outcome =
        run(
            steps(
                "make:d/:755 list:d:default:1.7.0,2.7.5,4.5.0,16.7.0,32.0.0 mask:077"
                    + " make:d/x:666 lists:d/x:access make:d/s/:777 lists:d/s:access"
                    + " lists:d/s:default make:d/s/y:600 lists:d/s/y:access"));
    if (isRefused(outcome)) {
      return;
    }

    assertThat(outcome.stdout().lines())
        .containsExactly(
            "0",
            "0",
            "0",
            "0",
            "660 1.6.-1 2.7.5 4.5.-1 16.6.-1 32.0.-1 0",
            "0",
            "770 1.7.-1 2.7.5 4.5.-1 16.7.-1 32.0.-1 0",
            "770 1.7.-1 2.7.5 4.5.-1 16.7.-1 32.0.-1 0",
            "0",
            "600 1.6.-1 2.7.5 4.5.-1 16.0.-1 32.0.-1 0");
  }

  @Test
  @Tag(SEVERAL_IDS)
  void theUserWhoIsInTheListMayReadAndOthersMayNot() throws Exception {
    String list = "list:text:access:1.6.0,2.4.5,4.4.0,16.4.0,32.0.0";
    Outcome allowed = run(steps(list + " as:5 reads:text list:text:access:1.7.0,4.7.0,32.7.0"));
    if (isRefused(allowed)) {
      return;
    }

    assertThat(allowed.stdout()).isEqualTo("0\n0\n0\n1\n");
    assertThat(run(steps(list + " as:6 reads:text")).stdout()).isEqualTo("0\n0\n13\n");
  }

  @Test
  @Tag(SEVERAL_IDS)
  void anAttributeAloneIsAChange() throws Exception {
    Outcome outcome = run(steps("mark:text").snapshot());

    assertThat(outcome.stdout()).isEqualTo("0\n");
    LayerEntry.Content text = (LayerEntry.Content) outcome.change("data/text");
    assertThat(text.attributes().xattrs().asMap()).containsKey("security.capability");
    assertThat(text.attributes().mtime()).isEqualTo(before("data/text"));
  }

  private Mtime before(String path) throws Exception {
    return layers.find(base).orElseThrow().entries().stream()
        .filter(entry -> entry.path().equals(path))
        .map(entry -> ((LayerEntry.Content) entry).attributes().mtime())
        .findFirst()
        .orElseThrow();
  }
}
