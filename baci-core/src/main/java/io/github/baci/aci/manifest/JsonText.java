package io.github.baci.aci.manifest;

import io.github.baci.json.JsonWriter;
import java.util.List;

/** Values as JSON text. */
final class JsonText {
  private JsonText() {}

  /** Writes one value. */
  interface Value {
    void write(JsonWriter json);
  }

  /** Returns a value as text. */
  static String of(Value value) {
    JsonWriter json = new JsonWriter();
    value.write(json);
    return json.toString();
  }

  /** Writes a list of strings. */
  static void write(List<String> items, JsonWriter json) {
    json.startArray();
    for (String item : items) {
      json.string(item);
    }
    json.endArray();
  }
}
