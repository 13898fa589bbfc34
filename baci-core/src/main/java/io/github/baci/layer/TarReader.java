package io.github.baci.layer;

import io.github.baci.api.BaciException;
import io.github.baci.stream.BlockInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar as a stream: v7, ustar, PAX, GNU and star formats, with long names, binary numbers,
 * extended attributes, and sparse files of all four kinds, which come out expanded.
 *
 * <p>Global PAX headers count for times, owners and extended attributes. Volume labels are passed
 * over; volumes that continue another one, and sparse files without a map, are errors. A tar may
 * end with a single block of zeros, or none, at the end of an entry, as GNU tar accepts it.
 *
 * <p>For one thread. Whatever is wrong with the tar is a {@link BaciException} that names the
 * origin, the entry and the position.
 */
public final class TarReader implements AutoCloseable {
  private final TarInput input;
  private final String origin;
  private final TarLimits limits;
  private final SparseMapReader sparseMaps;
  private PaxRecords global = new PaxRecords();
  private @Nullable String entryName;
  private long entryPosition;
  private long storedLeft;
  private long paddingLeft;
  private long holes;
  private int entries;
  private boolean ended;
  private InputStream content = InputStream.nullInputStream();

  /**
   * Reads with {@link TarLimits#DEFAULT}.
   *
   * @param in the tar
   * @param origin what the tar is, for messages
   */
  public TarReader(InputStream in, String origin) {
    this(in, origin, TarLimits.DEFAULT);
  }

  /**
   * Reads a tar.
   *
   * @param in the tar
   * @param origin what the tar is, for messages
   * @param limits what it may hold at most
   */
  public TarReader(InputStream in, String origin, TarLimits limits) {
    this.input = new TarInput(in);
    this.origin = origin;
    this.limits = limits;
    this.sparseMaps = new SparseMapReader(input, limits);
  }

  /**
   * Goes on to the next entry, over the rest of this one.
   *
   * @return empty at the end of the tar
   * @throws BaciException if the tar is damaged, cut off, or over a limit
   */
  public Optional<TarEntry> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    try {
      input.skip(storedLeft);
      storedLeft = 0;
      input.skip(paddingLeft);
      paddingLeft = 0;
      entryName = null;
      TarEntry entry = readEntry();
      ended = entry == null;
      return Optional.ofNullable(entry);
    } catch (TarDamage e) {
      throw damaged(e.getMessage());
    }
  }

  /** Returns the content of the current entry; for all but files it is empty. */
  public InputStream content() {
    return content;
  }

  /** Reads all that follows the end of the tar. */
  void drain() throws IOException {
    input.drain();
  }

  @Override
  public void close() throws IOException {
    input.close();
  }

  /** Returns null at the end of the tar. */
  private @Nullable TarEntry readEntry() throws IOException, TarDamage {
    PaxRecords pax = global.copyOfGlobal();
    String longName = null;
    String longLink = null;
    boolean extended = false;
    entryPosition = input.position();
    while (true) {
      TarBlock block = nextBlock(extended);
      if (block == null) {
        return null;
      }
      long size = block.number(124, 12);
      if (size < 0) {
        throw new TarDamage("its size is negative");
      }
      switch (block.at(156)) {
        case 'x', 'X' -> {
          byte[] header = readExtended(size);
          pax.read(header, header.length);
          entryName = pax.path != null ? pax.path : entryName;
        }
        case 'g' -> {
          byte[] header = readExtended(size);
          global.read(header, header.length);
          pax = global.copyOfGlobal();
        }
        case 'L' -> {
          longName = readLongName(size);
          entryName = longName;
        }
        case 'K' -> longLink = readLongName(size);
        case 'V' -> {
          input.skip(size);
          input.skip(TarBlock.padding(size));
        }
        case 'M', 'N' ->
            throw new TarDamage("it goes on from another volume, which baci cannot read");
        default -> {
          return entry(block, size, pax, longName, longLink);
        }
      }
      extended = true;
    }
  }

  /** Returns null at the end of the tar. */
  private @Nullable TarBlock nextBlock(boolean extended) throws IOException, TarDamage {
    if (input.atEnd()) {
      if (input.buffered() > 0 || extended) {
        throw new TarDamage("the tar is cut off in a header");
      }
      return null;
    }
    TarBlock block = input.takeBlock();
    if (block.isZero()) {
      if (!input.atEnd() && !input.peekBlock().isZero()) {
        throw new TarDamage("an empty block stands before more entries");
      }
      return null;
    }
    if (!block.checksumMatches()) {
      throw new TarDamage("the checksum of its header is wrong");
    }
    return block;
  }

  private TarEntry entry(
      TarBlock block,
      long headerSize,
      PaxRecords pax,
      @Nullable String longName,
      @Nullable String longLink)
      throws IOException, TarDamage {
    String path = pax.path != null ? pax.path : longName != null ? longName : name(block);
    PaxRecords.SparseRecords sparse = pax.sparse;
    if (sparse.name != null) {
      path = sparse.name;
    }
    entryName = path;
    entries++;
    if (entries > limits.entries()) {
      throw new TarDamage("the tar has more than %,d entries".formatted(limits.entries()));
    }
    byte flag = block.at(156);
    long size = pax.size != null ? pax.size : headerSize;
    TarEntry.Type type = type(flag, path, size);
    if (type == TarEntry.Type.FILE) {
      while (path.endsWith("/")) {
        path = path.substring(0, path.length() - 1);
      }
    }
    String link =
        type != TarEntry.Type.SYMLINK && type != TarEntry.Type.HARD_LINK
            ? ""
            : pax.linkPath != null
                ? pax.linkPath
                : longLink != null ? longLink : block.text(157, 100);
    if (path.isEmpty()) {
      // the root, as a path that is nothing but slashes; what is no directory is passed over there
      path = type == TarEntry.Type.DIRECTORY ? "./" : ".";
    }
    checkNames(path, link, type);
    Attributes attributes = attributes(block, pax);
    boolean device = type == TarEntry.Type.CHARACTER_DEVICE || type == TarEntry.Type.BLOCK_DEVICE;
    int major =
        device ? (int) inRange("its device number", block.number(329, 8), Integer.MAX_VALUE) : 0;
    int minor =
        device ? (int) inRange("its device number", block.number(337, 8), Integer.MAX_VALUE) : 0;

    // GNU's directories may have a dump of their names; what other types have as a size is no
    // content.
    long stored = type == TarEntry.Type.FILE || flag == 'D' ? size : 0;
    storedLeft = stored;
    paddingLeft = TarBlock.padding(stored);
    if (type != TarEntry.Type.FILE) {
      content = InputStream.nullInputStream();
      return new TarEntry(
          path,
          type,
          link,
          attributes,
          new TarEntry.Content(0, input.position(), false),
          new TarEntry.DeviceNumber(major, minor),
          pax.ordinary);
    }
    InputStream bytes = new StoredContent();
    SparseMap map = sparseMaps.read(flag == 'S' ? block : null, sparse, stored, bytes);
    if (map != null) {
      countHoles(map);
    }
    content = map == null ? bytes : map.expand(bytes);
    return new TarEntry(
        path,
        type,
        link,
        attributes,
        new TarEntry.Content(map == null ? stored : map.realSize(), input.position(), map != null),
        new TarEntry.DeviceNumber(major, minor),
        pax.ordinary);
  }

  private void countHoles(SparseMap map) throws TarDamage {
    if (map.holes() > limits.holeBytes() - holes) {
      throw new TarDamage(
          "the holes of sparse files are larger than %,d bytes".formatted(limits.holeBytes()));
    }
    holes += map.holes();
  }

  private static String name(TarBlock block) throws TarDamage {
    String name = block.text(0, 100);
    if (!block.isUstar()) {
      return name;
    }
    String prefix = block.text(345, block.isStar() ? 131 : 155);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static TarEntry.Type type(byte flag, String path, long size) throws TarDamage {
    return switch (flag) {
      case '1' -> TarEntry.Type.HARD_LINK;
      case '2' -> TarEntry.Type.SYMLINK;
      case '3' -> TarEntry.Type.CHARACTER_DEVICE;
      case '4' -> TarEntry.Type.BLOCK_DEVICE;
      case '5', 'D' -> TarEntry.Type.DIRECTORY;
      case '6' -> TarEntry.Type.FIFO;
      case '0', 0, '7', 'S' ->
          // Before ustar, a slash at the end was all that told a directory; but what has bytes is
          // none.
          path.endsWith("/") && size == 0 ? TarEntry.Type.DIRECTORY : TarEntry.Type.FILE;
      default -> throw new TarDamage("its type '%c' is not known".formatted(flag & 0xff));
    };
  }

  private void checkNames(String path, String link, TarEntry.Type type) throws TarDamage {
    if (link.isEmpty() && (type == TarEntry.Type.SYMLINK || type == TarEntry.Type.HARD_LINK)) {
      throw new TarDamage("it is a link without a target");
    }
    checkLength(path);
    if (type == TarEntry.Type.HARD_LINK) {
      checkLength(link);
    } else if (nameLength(link) > limits.pathBytes()) {
      throw new TarDamage("its link target is longer than %,d bytes".formatted(limits.pathBytes()));
    }
  }

  private void checkLength(String path) throws TarDamage {
    if (nameLength(path) > limits.pathBytes()) {
      throw new TarDamage("its path is longer than %,d bytes".formatted(limits.pathBytes()));
    }
    int from = 0;
    int names = 0;
    while (from < path.length()) {
      if (++names > TarLimits.PATH_NAMES) {
        throw new TarDamage("its path has more than %,d names".formatted(TarLimits.PATH_NAMES));
      }
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      if (to - from > TarLimits.NAME_BYTES / 3
          && nameLength(path.substring(from, to)) > TarLimits.NAME_BYTES) {
        throw new TarDamage(
            "its path has a name of more than %d bytes".formatted(TarLimits.NAME_BYTES));
      }
      from = to + 1;
    }
  }

  private static int nameLength(String text) {
    return text.length() < TarLimits.NAME_BYTES / 3 ? text.length() : NameBytes.encode(text).length;
  }

  private static Attributes attributes(TarBlock block, PaxRecords pax) throws TarDamage {
    long uid = pax.uid != null ? pax.uid : block.number(108, 8);
    long gid = pax.gid != null ? pax.gid : block.number(116, 8);
    Mtime mtime = pax.mtime != null ? pax.mtime : new Mtime(block.number(136, 12), 0);
    return new Attributes(
        (int) (block.number(100, 8) & 07777),
        inRange("its owner", uid, Attributes.LARGEST_ID),
        inRange("its group", gid, Attributes.LARGEST_ID),
        mtime,
        pax.xattrs());
  }

  private static long inRange(String what, long value, long largest) throws TarDamage {
    if (value < 0 || value > largest) {
      throw new TarDamage("%s is %d; it must be from 0 to %d".formatted(what, value, largest));
    }
    return value;
  }

  private byte[] readExtended(long size) throws IOException, TarDamage {
    if (size > limits.headerBytes()) {
      throw new TarDamage(
          "its extended header has %,d bytes; the limit is %,d"
              .formatted(size, limits.headerBytes()));
    }
    byte[] header = input.take((int) size);
    input.skip(TarBlock.padding(size));
    return header;
  }

  private String readLongName(long size) throws IOException, TarDamage {
    byte[] bytes = readExtended(size);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return NameBytes.decode(bytes, 0, length);
  }

  private BaciException damaged(String reason) {
    String where =
        entryName == null
            ? "at byte %,d".formatted(entryPosition)
            : "entry '%s' at byte %,d".formatted(entryName, entryPosition);
    return new BaciException("%s, %s: %s".formatted(origin, where, reason));
  }

  private final class StoredContent extends BlockInputStream {
    private final long entry = entryPosition;

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (entry != entryPosition) {
        throw new IllegalStateException("the reader has gone on to the next entry");
      }
      if (length == 0) {
        return 0;
      }
      if (storedLeft == 0) {
        return -1;
      }
      int wanted = (int) Math.min(length, storedLeft);
      int count = input.read(bytes, offset, wanted);
      if (count < 0) {
        throw damaged("the tar is cut off, %,d bytes are missing".formatted(storedLeft));
      }
      storedLeft -= count;
      return count;
    }

    @Override
    public int available() {
      return (int) Math.min(storedLeft, input.buffered());
    }
  }
}
