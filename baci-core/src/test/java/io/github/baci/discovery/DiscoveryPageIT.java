package io.github.baci.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.baci.aci.AcIdentifier;
import io.github.baci.testing.Actool;
import io.github.baci.testing.Command;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
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
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    DiscoveryPage page = new DiscoveryPage(List.of("https://example.com/key.asc?a=1&b=2"));
    page.add(
        new AcIdentifier("localhost/shop/web"),
        new UrlTemplate(REPOSITORY + "web/{version}/web-{version}.{ext}"));
    page.add(
        new AcIdentifier("localhost/shop/web-admin"),
        new UrlTemplate(REPOSITORY + "admin/{version}/admin-{version}-{os}-{arch}.{ext}"));
    byte[] html = page.toHtml().getBytes(StandardCharsets.UTF_8);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate()));
    server.createContext(
        "/",
        exchange -> {
          boolean isRoot = exchange.getRequestURI().toString().equals("/?ac-discovery=1");
          exchange.sendResponseHeaders(isRoot ? 200 : 404, isRoot ? html.length : -1);
          if (isRoot) {
            exchange.getResponseBody().write(html);
          }
          exchange.close();
        });
    server.start();
  }

  /** Returns a certificate that nobody has signed. */
  private SSLContext certificate() throws Exception {
    Path file = directory.resolve("keys.p12");
    String password = "changeit";
    Command.of("keytool", "-genkeypair", "-keyalg", "RSA", "-dname", "CN=localhost")
        .with("-keystore", file.toString(), "-storepass", password)
        .succeed();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, password.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String discover(String name) {
    String port = "--port=" + server.getAddress().getPort();
    return Command.of(Actool.executable().toString(), "discover", "--insecure", port, name)
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
