package io.github.baci.http;

import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A context for a client that asks over plain HTTP alone. A client of the JDK wants one in any
 * case; the JVM's own reads all certificates that it trusts, and loads four hundred classes.
 */
final class NoTls extends SSLContextSpi {
  private static final class Nothing extends Provider {
    private static final long serialVersionUID = 1;

    Nothing() {
      super("baci", "1", "plain HTTP");
    }
  }

  private static final class Context extends SSLContext {
    Context() {
      super(new NoTls(), new Nothing(), "none");
    }
  }

  private NoTls() {}

  /** Returns the context. */
  static SSLContext context() {
    return new Context();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return new SSLParameters(new String[0], new String[0]);
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return engineGetDefaultSSLParameters();
  }

  @Override
  protected void engineInit(
      KeyManager @Nullable [] keys,
      TrustManager @Nullable [] trusted,
      @Nullable SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("it has no keys");
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    throw noTls();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    throw noTls();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    throw noTls();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    throw noTls();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    throw noTls();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    throw noTls();
  }

  private static UnsupportedOperationException noTls() {
    return new UnsupportedOperationException("only plain HTTP is asked with this client");
  }
}
