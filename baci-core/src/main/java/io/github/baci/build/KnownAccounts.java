package io.github.baci.build;

import io.github.baci.container.ContainerSpec.Identity;
import io.github.baci.container.UserDatabase;
import io.github.baci.layer.LayerRecords;
import io.github.baci.layer.LayerStack;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
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
 * the file tree of many files is merged, which is done while it runs.
 *
 * <p>A record has uid, gid, the count of the other groups and those, as longs and an int, then the
 * home directory as {@link DataOutputStream#writeUTF} has it.
 */
final class KnownAccounts {
  private final LayerRecords records;

  KnownAccounts(Store store) {
    this.records = new LayerRecords(new Records(store), "account-", "baci account 1");
  }

  /**
   * Looks up a user as {@link UserDatabase#resolve} does.
   *
   * @param layers what has the accounts
   * @throws io.github.baci.api.BaciException if a name is not known
   */
  UserDatabase.User resolve(String user, LayerStack layers) {
    Optional<UserDatabase.User> known = records.find(user, layers).flatMap(KnownAccounts::read);
    if (known.isPresent()) {
      return known.get();
    }
    UserDatabase.User found = new UserDatabase(layers.tree()).resolve(user);
    record(found).ifPresent(record -> records.put(user, layers, record));
    return found;
  }

  private static Optional<byte[]> record(UserDatabase.User user) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(user.identity().uid());
      out.writeLong(user.identity().gid());
      out.writeInt(user.identity().groups().size());
      for (long group : user.identity().groups()) {
        out.writeLong(group);
      }
      out.writeUTF(user.home());
      return Optional.of(bytes.toByteArray());
    } catch (IOException e) {
      return Optional.empty(); // a home of 64 KB is not remembered
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
