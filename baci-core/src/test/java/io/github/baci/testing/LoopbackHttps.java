package io.github.baci.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A web server on this machine whose certificate nobody has signed. Queries do not matter to it.
 */
public final class LoopbackHttps implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final HttpsServer server;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  /**
   * Starts the server.
   *
   * @param scratch a directory for its key
   * @param port the port, or 0 for any that is free
   */
  public LoopbackHttps(Path scratch, int port) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    try {
      server.setHttpsConfigurator(new HttpsConfigurator(certificate(scratch)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  private static SSLContext certificate(Path scratch) throws IOException, GeneralSecurityException {
    Path file = scratch.resolve("https-key.p12");
    Command.of("keytool", "-genkeypair", "-keyalg", "RSA", "-dname", "CN=localhost")
        .with("-keystore", file.toString(), "-storepass", PASSWORD)
        .succeed();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] file = files.get(exchange.getRequestURI().getPath());
    exchange.sendResponseHeaders(file == null ? 404 : 200, file == null ? -1 : file.length);
    if (file != null) {
      exchange.getResponseBody().write(file);
    }
    exchange.close();
  }

  /** Puts a file at a path, which begins with a slash. */
  public void put(String path, byte[] content) {
    files.put(path, content);
  }

  /** Returns the port. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
