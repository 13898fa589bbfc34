package io.github.baci.maven;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.SessionData;

/** What was told in a run of Maven: once is enough for all goals and modules. */
final class ToldOnce {
  private static final Object KEY = ToldOnce.class.getName();

  private ToldOnce() {}

  /** Returns whether a text was not told yet in a run of Maven; from now on it is. */
  static boolean isFirst(MavenSession session, String text) {
    SessionData data = session.getRepositorySession().getData();
    // Neither Maven 3.6 nor anything but the data itself knows how to make a value but once.
    data.set(KEY, null, ConcurrentHashMap.newKeySet());
    return data.get(KEY) instanceof Set<?> told && add(told, text);
  }

  @SuppressWarnings("unchecked") // nobody else has the key
  private static boolean add(Set<?> told, String text) {
    return ((Set<String>) told).add(text);
  }
}
