package io.github.baci.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.AcIdentifier;
import io.github.baci.testing.Actool;
import io.github.baci.testing.Command;
import io.github.baci.testing.LoopbackHttps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The App Container project's own discovery reads the page. */
@Timeout(60)
class DiscoveryPageIT {
  private static final String REPOSITORY = "https://repo.example.com/releases/org/example/";

  @TempDir private Path directory;
  private LoopbackHttps server;

  @BeforeEach
  void start() throws IOException {
    DiscoveryPage page = new DiscoveryPage(List.of("https://example.com/key.asc?a=1&b=2"));
    page.add(
        new AcIdentifier("localhost/shop/web"),
        new UrlTemplate(REPOSITORY + "web/{version}/web-{version}.{ext}"));
    page.add(
        new AcIdentifier("localhost/shop/web-admin"),
        new UrlTemplate(REPOSITORY + "admin/{version}/admin-{version}-{os}-{arch}.{ext}"));
    server = new LoopbackHttps(directory, 0);
    server.put("/", page.toHtml().getBytes(UTF_8));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String discover(String name) {
    return Command.of(Actool.executable().toString(), "discover", "--insecure")
        .with("--port=" + server.port(), name)
        .succeed();
  }

  @Test
  void anImageAndItsSignatureAreFoundAtThePathsOfTheRepository() {
    assertThat(discover("localhost/shop/web:1.2"))
        .contains(
            "ACI: %sweb/1.2/web-1.2.aci, ASC: %sweb/1.2/web-1.2.aci.asc\n"
                .formatted(REPOSITORY, REPOSITORY))
        .contains("PublicKeys: https://example.com/key.asc?a=1&b=2\n");
  }

  @Test
  void theMorePreciseNameComesFirst() {
    assertThat(discover("localhost/shop/web-admin:1.2,os=linux,arch=aarch64").lines())
        .filteredOn(line -> line.startsWith("ACI: "))
        .first()
        .asString()
        .startsWith("ACI: " + REPOSITORY + "admin/1.2/admin-1.2-linux-aarch64.aci, ");
  }
}
