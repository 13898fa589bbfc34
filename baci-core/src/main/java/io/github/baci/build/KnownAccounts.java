package io.github.baci.build;

import io.github.baci.api.Digest;
import io.github.baci.container.ContainerSpec.Identity;
import io.github.baci.container.UserDatabase;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Fingerprint;
import io.github.baci.layer.LayerStack;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who the users of commands are, remembered by the layers that say it: a command can start before
 * the file tree of many files is merged, which is done while it runs. Of few files nothing is
 * remembered, as they are merged faster than a record is written.
 *
 * <p>A record has uid, gid, the count of the other groups and those, as longs and an int, then the
 * home directory as {@link DataOutputStream#writeUTF} has it.
 */
final class KnownAccounts {
  private static final String VERSION = "baci account 1";
  private static final int MANY_FILES = 1000;

  private final Records records;

  KnownAccounts(Store store) {
    this.records = new Records(store);
  }

  /**
   * Looks up a user as {@link UserDatabase#resolve} does.
   *
   * @param layers what has the accounts
   * @throws io.github.baci.api.BaciException if a name is not known
   */
  UserDatabase.User resolve(String user, LayerStack layers) {
    String key = key(user, layers);
    Optional<UserDatabase.User> known = records.find(Area.FILES, key).flatMap(KnownAccounts::read);
    if (known.isPresent()) {
      return known.get();
    }
    FileTree tree = layers.tree();
    UserDatabase.User found = new UserDatabase(tree).resolve(user);
    if (tree.entryCount() >= MANY_FILES) {
      remember(key, found);
    }
    return found;
  }

  private static String key(String user, LayerStack layers) {
    Fingerprint all = new Fingerprint().text(VERSION).text(user);
    for (Digest layer : layers.diffIds()) {
      all.text(layer.hex());
    }
    return "account-" + all.digest().hex();
  }

  private void remember(String key, UserDatabase.User user) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(user.identity().uid());
      out.writeLong(user.identity().gid());
      out.writeInt(user.identity().groups().size());
      for (long group : user.identity().groups()) {
        out.writeLong(group);
      }
      out.writeUTF(user.home());
      records.put(Area.FILES, key, bytes.toByteArray());
    } catch (IOException e) {
      // The next build merges the files first, and that is all; a home of 64 KB is not remembered.
    }
  }

  private static Optional<UserDatabase.User> read(byte[] record) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      long uid = in.readLong();
      long gid = in.readLong();
      List<Long> groups = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        groups.add(in.readLong());
      }
      return Optional.of(new UserDatabase.User(new Identity(uid, gid, groups), in.readUTF()));
    } catch (IOException e) {
      return Optional.empty(); // of another version: it is found out again
    }
  }
}
