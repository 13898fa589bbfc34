package io.github.baci.container.protocol;

import io.github.baci.api.Digest;
import io.github.baci.api.NetworkMode;
import io.github.baci.container.ContainerMount;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.ContainerSpec.Identity;
import io.github.baci.layer.Mtime;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What shall be run, as bytes. */
final class SpecCodec {
  private static final int BIND = 1;
  private static final int LAYERS = 2;
  private static final int TMPFS = 3;
  private static final int CACHE = 4;
  private static final int MEMORY_FILE = 5;

  private SpecCodec() {}

  static void write(ContainerSpec spec, DataOutputStream out) throws IOException {
    writeList(spec.layers(), SpecCodec::writeDigest, out);
    writeList(spec.command(), MessageCodec::writeString, out);
    out.writeInt(spec.env().size());
    for (Map.Entry<String, String> entry : spec.env().entrySet()) {
      MessageCodec.writeString(entry.getKey(), out);
      MessageCodec.writeString(entry.getValue(), out);
    }
    MessageCodec.writeString(spec.workingDirectory(), out);
    writeIdentity(spec.user(), out);
    MessageCodec.writeString(spec.hostname(), out);
    writeList(spec.mounts(), SpecCodec::writeMount, out);
    MessageCodec.writeString(spec.network().name(), out);
    out.writeBoolean(spec.privileged());
    out.writeBoolean(spec.snapshot());
    out.writeBoolean(spec.latestMtime().isPresent());
    if (spec.latestMtime().isPresent()) {
      Mtime latest = Mtime.of(spec.latestMtime().get());
      out.writeLong(latest.seconds());
      out.writeInt(latest.nanos());
    }
  }

  static ContainerSpec read(DataInputStream in) throws IOException {
    List<Digest> layers = readList(SpecCodec::readDigest, in);
    List<String> command = readList(MessageCodec::readString, in);
    Map<String, String> env = new LinkedHashMap<>();
    int variables = in.readInt();
    for (int i = 0; i < variables; i++) {
      String name = MessageCodec.readString(in);
      env.put(name, MessageCodec.readString(in));
    }
    String workingDirectory = MessageCodec.readString(in);
    Identity user = readIdentity(in);
    String hostname = MessageCodec.readString(in);
    List<ContainerMount> mounts = readList(SpecCodec::readMount, in);
    NetworkMode network = NetworkMode.valueOf(MessageCodec.readString(in));
    boolean privileged = in.readBoolean();
    boolean snapshot = in.readBoolean();
    Optional<Instant> latest =
        in.readBoolean()
            ? Optional.of(Instant.ofEpochSecond(in.readLong(), in.readInt()))
            : Optional.empty();
    return new ContainerSpec(
        layers,
        new ContainerSpec.Invocation(command, env, workingDirectory, user, privileged),
        new ContainerSpec.Surroundings(hostname, network),
        mounts,
        new ContainerSpec.Result(snapshot, latest));
  }

  private static void writeMount(ContainerMount mount, DataOutputStream out) throws IOException {
    if (mount instanceof ContainerMount.Bind bind) {
      out.writeByte(BIND);
      MessageCodec.writeString(bind.source().toString(), out);
      MessageCodec.writeString(bind.target(), out);
      out.writeBoolean(bind.readOnly());
    } else if (mount instanceof ContainerMount.LayersBind bind) {
      out.writeByte(LAYERS);
      writeList(bind.layers(), SpecCodec::writeDigest, out);
      MessageCodec.writeString(bind.path(), out);
      MessageCodec.writeString(bind.target(), out);
      out.writeBoolean(bind.readOnly());
    } else if (mount instanceof ContainerMount.Tmpfs tmpfs) {
      out.writeByte(TMPFS);
      MessageCodec.writeString(tmpfs.target(), out);
      out.writeLong(tmpfs.size().orElse(-1));
      out.writeBoolean(tmpfs.readOnly());
    } else if (mount instanceof ContainerMount.Cache cache) {
      out.writeByte(CACHE);
      MessageCodec.writeString(cache.id(), out);
      MessageCodec.writeString(cache.target(), out);
      writeList(cache.seed(), SpecCodec::writeDigest, out);
      MessageCodec.writeString(cache.path(), out);
      MessageCodec.writeString(cache.sharing().name(), out);
      out.writeBoolean(cache.readOnly());
      out.writeInt(cache.mode());
      writeIdentity(cache.owner(), out);
    } else if (mount instanceof ContainerMount.MemoryFile file) {
      out.writeByte(MEMORY_FILE);
      MessageCodec.writeBytes(file.content(), out);
      MessageCodec.writeString(file.target(), out);
      out.writeInt(file.mode());
      writeIdentity(file.owner(), out);
    }
  }

  private static ContainerMount readMount(DataInputStream in) throws IOException {
    int type = in.readByte();
    return switch (type) {
      case BIND -> {
        Path source = Path.of(MessageCodec.readString(in));
        yield new ContainerMount.Bind(source, MessageCodec.readString(in), in.readBoolean());
      }
      case LAYERS -> {
        List<Digest> layers = readList(SpecCodec::readDigest, in);
        String path = MessageCodec.readString(in);
        String target = MessageCodec.readString(in);
        yield new ContainerMount.LayersBind(layers, path, target, in.readBoolean());
      }
      case TMPFS -> {
        String target = MessageCodec.readString(in);
        long size = in.readLong();
        yield new ContainerMount.Tmpfs(
            target, size < 0 ? OptionalLong.empty() : OptionalLong.of(size), in.readBoolean());
      }
      case CACHE -> {
        String id = MessageCodec.readString(in);
        String target = MessageCodec.readString(in);
        List<Digest> seed = readList(SpecCodec::readDigest, in);
        String path = MessageCodec.readString(in);
        ContainerMount.Cache.Sharing sharing =
            ContainerMount.Cache.Sharing.valueOf(MessageCodec.readString(in));
        boolean readOnly = in.readBoolean();
        int mode = in.readInt();
        yield new ContainerMount.Cache(
            id, target, seed, path, sharing, readOnly, mode, readIdentity(in));
      }
      case MEMORY_FILE -> {
        byte[] content = MessageCodec.readBytes(in);
        String target = MessageCodec.readString(in);
        int mode = in.readInt();
        yield new ContainerMount.MemoryFile(content, target, mode, readIdentity(in));
      }
      default -> throw new IOException("a mount of type " + type);
    };
  }

  private static void writeIdentity(Identity identity, DataOutputStream out) throws IOException {
    out.writeLong(identity.uid());
    out.writeLong(identity.gid());
    writeList(identity.groups(), (group, to) -> to.writeLong(group), out);
  }

  private static Identity readIdentity(DataInputStream in) throws IOException {
    long uid = in.readLong();
    long gid = in.readLong();
    return new Identity(uid, gid, readList(DataInputStream::readLong, in));
  }

  private static void writeDigest(Digest digest, DataOutputStream out) throws IOException {
    MessageCodec.writeString(digest.toString(), out);
  }

  private static Digest readDigest(DataInputStream in) throws IOException {
    return Digest.parse(MessageCodec.readString(in));
  }

  private static <T> void writeList(List<T> list, Writer<T> writer, DataOutputStream out)
      throws IOException {
    out.writeInt(list.size());
    for (T element : list) {
      writer.write(element, out);
    }
  }

  private static <T> List<T> readList(Reader<T> reader, DataInputStream in) throws IOException {
    int size = in.readInt();
    List<T> result = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      result.add(reader.read(in));
    }
    return result;
  }

  /** Writes one element. */
  private interface Writer<T> {
    void write(T element, DataOutputStream out) throws IOException;
  }

  /** Reads one element. */
  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }
}
