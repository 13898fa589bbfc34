package io.github.baci.source.registry;

import io.github.baci.source.SourceOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS through an HTTP proxy (RFC 9110, section 9.3.6, CONNECT). The JDK can do that itself, but
 * with a password only if a system property of the whole JVM allows it, which is not ours to set.
 */
final class ProxyTunnel extends SSLSocketFactory {
  private static final int LONGEST_ANSWER = 16 << 10;

  private final SSLSocketFactory tls;
  private final SourceOptions.Proxy proxy;

  ProxyTunnel(SSLSocketFactory tls, SourceOptions.Proxy proxy) {
    this.tls = tls;
    this.proxy = proxy;
  }

  /** Returns a socket that connects to the proxy and is then a tunnel; TLS is laid over it. */
  @Override
  public Socket createSocket() {
    return new Tunnel();
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return tls.createSocket(socket, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    Socket tunnel = createSocket();
    tunnel.connect(InetSocketAddress.createUnresolved(host, port));
    return tls.createSocket(tunnel, host, port, true);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket(host.getHostAddress(), port);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return createSocket(address.getHostAddress(), port);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }

  private final class Tunnel extends Socket {
    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      super.connect(new InetSocketAddress(proxy.host(), proxy.port()), timeout);
      setSoTimeout(timeout);
      InetSocketAddress target = (InetSocketAddress) endpoint;
      String authority = target.getHostString() + ":" + target.getPort();
      StringBuilder request = new StringBuilder();
      request.append("CONNECT ").append(authority).append(" HTTP/1.1\r\n");
      request.append("Host: ").append(authority).append("\r\n");
      Proxies.authorization(proxy)
          .ifPresent(
              header -> request.append("Proxy-Authorization: ").append(header).append("\r\n"));
      request.append("\r\n");
      getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
      getOutputStream().flush();
      String status = head(getInputStream()).lines().findFirst().orElse("");
      if (!status.matches("HTTP/1\\.[01] 2[0-9][0-9].*")) {
        close();
        throw new IOException(
            "the proxy %s:%d does not connect to %s: %s"
                .formatted(proxy.host(), proxy.port(), authority, status));
      }
    }
  }

  /** Reads the head of the answer, and not a byte of what comes after it. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 2 && bytes.size() < LONGEST_ANSWER) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      bytes.write(next);
      ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
