package io.github.baci.container.traced;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the guest's file system is put together from. */
public final class BindTable {
  private final Map<String, Bind> byGuest = new HashMap<>();
  private final List<Bind> longestHostFirst = new ArrayList<>();
  private final Bind root;

  /** Takes the root first; a later one covers an earlier one at the same place. */
  public BindTable(Bind root, List<Bind> binds) {
    this.root = encoded(root);
    byGuest.put(this.root.guest(), this.root);
    for (Bind bind : binds) {
      Bind encoded = encoded(bind);
      byGuest.put(encoded.guest(), encoded);
    }
    longestHostFirst.addAll(byGuest.values());
    longestHostFirst.sort(Comparator.comparingInt((Bind bind) -> -bind.host().length()));
  }

  private static Bind encoded(Bind bind) {
    return new Bind(
        PathBytes.of(bind.guest()), PathBytes.of(bind.host()), bind.readOnly(), bind.follow());
  }

  Bind root() {
    return root;
  }

  /** Returns what is bound at exactly this path, or null. */
  @Nullable Bind at(String guest) {
    return byGuest.get(guest);
  }

  /** Returns whether a path, or something below it, is bound. */
  boolean holds(String guest) {
    if (byGuest.containsKey(guest)) {
      return true;
    }
    String prefix = guest + "/";
    for (String bound : byGuest.keySet()) {
      if (bound.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the directory of the guest that a path of this machine is, or null. */
  @Nullable GuestDirectory guestOf(String host) {
    for (Bind bind : longestHostFirst) {
      String prefix = bind.host();
      if (prefix.equals("/")) {
        if (bind.guest().isEmpty()) {
          return new GuestDirectory(host.equals("/") ? "" : host, host, bind, true);
        }
        continue;
      }
      if (host.startsWith(prefix)
          && (host.length() == prefix.length() || host.charAt(prefix.length()) == '/')) {
        String guest = bind.guest() + host.substring(prefix.length());
        return new GuestDirectory(guest, host, bind, true);
      }
    }
    return null;
  }
}
