package io.github.baci.source.registry;

import com.google.api.client.http.HttpTransport;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import java.lang.reflect.Constructor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes the HTTP client of jib-core on a transport of ours.
 *
 * <p>The constructor that takes a transport is not public. What the public one makes does not serve
 * here: it goes on for a minute by itself where a host is not there or its certificate is wrong; to
 * speak plain HTTP to one host it must be allowed to do so with every host, and to take any
 * certificate; it follows redirects to plain HTTP without asking; and it takes proxies from system
 * properties only, which all that runs in the JVM share.
 */
final class JibClients {
  private JibClients() {}

  /** Makes a client whose requests all go through the transport, each of them once. */
  static FailoverHttpClient on(HttpTransport transport) {
    Supplier<HttpTransport> always = () -> transport;
    Consumer<LogEvent> silent = event -> {};
    try {
      Constructor<FailoverHttpClient> constructor =
          FailoverHttpClient.class.getDeclaredConstructor(
              boolean.class,
              boolean.class,
              Consumer.class,
              Supplier.class,
              Supplier.class,
              boolean.class);
      constructor.setAccessible(true);
      return constructor.newInstance(true, true, silent, always, always, false);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this version of jib-core is not the one baci is made for", e);
    }
  }
}
