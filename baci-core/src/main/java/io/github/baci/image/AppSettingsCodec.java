package io.github.baci.image;

import io.github.baci.image.AppSettings.Isolator;
import io.github.baci.image.AppSettings.NamedPort;
import io.github.baci.image.AppSettings.NamedVolume;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes app settings in the form of {@link ImageConfigCodec}, and reads them back. */
public final class AppSettingsCodec {
  private AppSettingsCodec() {}

  private interface Write<T> {
    void write(T value) throws IOException;
  }

  private interface Read<T> {
    T read() throws IOException;
  }

  /** Writes settings. */
  public static void write(DataOutput out, AppSettings settings) throws IOException {
    Write<String> text = value -> ImageConfigCodec.writeText(out, value);
    writeMap(out, settings.annotations(), text);
    writeList(
        out,
        settings.isolators(),
        isolator -> {
          text.write(isolator.name());
          text.write(isolator.value());
        });
    writeMap(out, settings.eventHandlers(), exec -> writeList(out, exec, text));
    writeMap(
        out,
        settings.ports(),
        port -> {
          text.write(port.name());
          out.writeBoolean(port.socketActivated());
        });
    writeMap(
        out,
        settings.mountPoints(),
        volume -> {
          text.write(volume.name());
          out.writeBoolean(volume.readOnly());
        });
    writeList(out, settings.supplementaryGids(), out::writeInt);
    writeMap(out, settings.userAnnotations(), text);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the bytes are something else
   */
  static AppSettings read(DataInput in) throws IOException {
    Read<String> text = () -> ImageConfigCodec.readText(in);
    return new AppSettings(
        readMap(in, text),
        readList(in, () -> new Isolator(text.read(), text.read())),
        readMap(in, () -> readList(in, text)),
        readMap(in, () -> new NamedPort(text.read(), in.readBoolean())),
        readMap(in, () -> new NamedVolume(text.read(), in.readBoolean())),
        readList(in, in::readInt),
        readMap(in, text));
  }

  private static <T> void writeList(DataOutput out, List<T> list, Write<T> item)
      throws IOException {
    out.writeInt(list.size());
    for (T each : list) {
      item.write(each);
    }
  }

  private static <T> void writeMap(DataOutput out, Map<String, T> map, Write<T> value)
      throws IOException {
    out.writeInt(map.size());
    for (Map.Entry<String, T> entry : map.entrySet()) {
      ImageConfigCodec.writeText(out, entry.getKey());
      value.write(entry.getValue());
    }
  }

  private static <T> List<T> readList(DataInput in, Read<T> item) throws IOException {
    List<T> list = new ArrayList<>();
    for (int left = ImageConfigCodec.readCount(in); left > 0; left--) {
      list.add(item.read());
    }
    return list;
  }

  private static <T> Map<String, T> readMap(DataInput in, Read<T> value) throws IOException {
    Map<String, T> map = new LinkedHashMap<>();
    for (int left = ImageConfigCodec.readCount(in); left > 0; left--) {
      map.put(ImageConfigCodec.readText(in), value.read());
    }
    return map;
  }
}
