package io.github.baci.source.jlink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an executable or shared library says of the libraries that it needs (System V ABI, "Object
 * Files" and "Dynamic Linking").
 *
 * @param machine processor, word size and byte order: libraries of another machine do not fit
 * @param interpreter the dynamic linker, of an executable
 * @param needed the names of the libraries that it needs
 * @param rpath where they are looked for first ({@code DT_RPATH})
 * @param runpath where they are looked for first ({@code DT_RUNPATH}); replaces {@code rpath}
 */
record ElfFile(
    String machine,
    Optional<String> interpreter,
    List<String> needed,
    List<String> rpath,
    List<String> runpath) {
  private static final int MAGIC = 0x7f454c46;
  private static final int PT_LOAD = 1;
  private static final int PT_DYNAMIC = 2;
  private static final int PT_INTERP = 3;
  private static final int DT_NULL = 0;
  private static final int DT_NEEDED = 1;
  private static final int DT_STRTAB = 5;
  private static final int DT_RPATH = 15;
  private static final int DT_RUNPATH = 29;
  private static final int SMALLEST = 64;

  /**
   * Reads a file.
   *
   * @return nothing if it is no ELF file
   * @throws IOException if it cannot be read, or is damaged
   */
  static Optional<ElfFile> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() < SMALLEST) {
        return Optional.empty();
      }
      ByteBuffer head = ByteBuffer.allocate(SMALLEST);
      channel.read(head, 0);
      if (head.flip().getInt(0) != MAGIC) {
        return Optional.empty();
      }
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      return Optional.of(new Reader(bytes).read());
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IOException("'" + file + "' is a damaged ELF file", e);
    }
  }

  private record Segment(int type, long offset, long address, long size) {}

  private static final class Reader {
    private final ByteBuffer bytes;
    private final boolean wide;
    private final List<Segment> segments = new ArrayList<>();

    Reader(ByteBuffer bytes) {
      this.bytes = bytes;
      this.wide = bytes.get(4) == 2;
      bytes.order(bytes.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    ElfFile read() {
      readSegments();
      Optional<String> interpreter = Optional.empty();
      List<String> needed = new ArrayList<>();
      List<String> rpath = List.of();
      List<String> runpath = List.of();
      for (Segment segment : segments) {
        if (segment.type == PT_INTERP) {
          interpreter = Optional.of(text(segment.offset));
        } else if (segment.type == PT_DYNAMIC) {
          long strings = strings(segment);
          for (long at = segment.offset; at < segment.offset + segment.size; at += 2L * word()) {
            long tag = word(at);
            if (tag == DT_NULL) {
              break;
            } else if (tag == DT_NEEDED) {
              needed.add(text(strings + word(at + word())));
            } else if (tag == DT_RPATH) {
              rpath = List.of(text(strings + word(at + word())).split(":"));
            } else if (tag == DT_RUNPATH) {
              runpath = List.of(text(strings + word(at + word())).split(":"));
            }
          }
        }
      }
      String machine =
          "%d/%d/%d".formatted(bytes.getShort(18) & 0xffff, bytes.get(4), bytes.get(5));
      return new ElfFile(machine, interpreter, List.copyOf(needed), rpath, runpath);
    }

    private void readSegments() {
      long table = wide ? bytes.getLong(32) : bytes.getInt(28) & 0xffffffffL;
      int size = bytes.getShort(wide ? 54 : 42) & 0xffff;
      int count = bytes.getShort(wide ? 56 : 44) & 0xffff;
      for (int i = 0; i < count; i++) {
        int at = Math.toIntExact(table + (long) i * size);
        segments.add(
            wide
                ? new Segment(
                    bytes.getInt(at),
                    bytes.getLong(at + 8),
                    bytes.getLong(at + 16),
                    bytes.getLong(at + 32))
                : new Segment(bytes.getInt(at), word(at + 4L), word(at + 8L), word(at + 16L)));
      }
    }

    /** Returns where the strings of the dynamic section begin in the file. */
    private long strings(Segment dynamic) {
      for (long at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 2L * word()) {
        if (word(at) == DT_STRTAB) {
          long address = word(at + word());
          for (Segment segment : segments) {
            if (segment.type == PT_LOAD
                && address >= segment.address
                && address < segment.address + segment.size) {
              return address - segment.address + segment.offset;
            }
          }
        }
      }
      throw new IllegalArgumentException("no string table");
    }

    private int word() {
      return wide ? 8 : 4;
    }

    private long word(long at) {
      int position = Math.toIntExact(at);
      return wide ? bytes.getLong(position) : bytes.getInt(position) & 0xffffffffL;
    }

    private String text(long at) {
      int start = Math.toIntExact(at);
      int end = start;
      while (bytes.get(end) != 0) {
        end++;
      }
      byte[] text = new byte[end - start];
      bytes.get(start, text);
      return new String(text, StandardCharsets.UTF_8);
    }
  }
}
