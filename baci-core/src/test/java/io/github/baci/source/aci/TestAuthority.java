package io.github.baci.source.aci;

import io.github.baci.testing.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of the test's own, and a server's certificate that it signed. */
record TestAuthority(SSLContext server, SSLContext client) {
  private static final String PASSWORD = "changeit";

  /** Makes keys and certificates with the JDK's keytool. */
  static TestAuthority create(Path directory, String hosts)
      throws IOException, GeneralSecurityException {
    Path store = directory.resolve("authority.p12");
    keytool(store, "ca", "-ext", "bc:c");
    keytool(store, "server", "-signer", "ca", "-ext", "san=" + hosts);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
    keys.deleteEntry("ca");
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext server = SSLContext.getInstance("TLS");
    server.init(own.getKeyManagers(), null, null);
    SSLContext client = SSLContext.getInstance("TLS");
    client.init(null, trust.getTrustManagers(), null);
    return new TestAuthority(server, client);
  }

  private static void keytool(Path store, String alias, String... more) {
    String[] arguments = {
      Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
      "-genkeypair",
      "-alias",
      alias,
      "-keyalg",
      "EC",
      "-dname",
      "CN=" + alias + " of a test",
      "-validity",
      "2",
      "-storetype",
      "PKCS12",
      "-keystore",
      store.toString(),
      "-storepass",
      PASSWORD
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    Command.of(all).succeed();
  }
}
