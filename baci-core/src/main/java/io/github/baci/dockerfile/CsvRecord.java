package io.github.baci.dockerfile;

import io.github.baci.api.BaciException;
import java.util.ArrayList;
import java.util.List;

/** Reads one CSV record: fields between commas, which may be in double quotes. */
final class CsvRecord {
  private final String text;
  private final List<String> fields = new ArrayList<>();
  private int at;

  private CsvRecord(String text) {
    this.text = text;
  }

  /**
   * Reads a record.
   *
   * @throws BaciException if it is empty or its quotes are wrong
   */
  static List<String> parse(String text) {
    if (text.isEmpty()) {
      throw new BaciException("failed to parse csv mounts: EOF: the value is empty");
    }
    CsvRecord record = new CsvRecord(text);
    while (record.readField()) {
      record.at++;
    }
    return record.fields;
  }

  /** Reads a field and returns whether a comma follows. */
  private boolean readField() {
    if (at < text.length() && text.charAt(at) == '"') {
      fields.add(readQuoted());
    } else {
      int comma = text.indexOf(',', at);
      int end = comma < 0 ? text.length() : comma;
      int quote = text.indexOf('"', at);
      if (quote >= 0 && quote < end) {
        throw error(quote, "bare \" in non-quoted-field");
      }
      fields.add(text.substring(at, end));
      at = end;
    }
    return at < text.length();
  }

  private String readQuoted() {
    StringBuilder field = new StringBuilder();
    at++;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        throw error(at, "extraneous or missing \" in quoted-field");
      }
      field.append(text, at, quote);
      at = quote + 1;
      if (at == text.length() || text.charAt(at) == ',') {
        return field.toString();
      }
      if (text.charAt(at) != '"') {
        throw error(quote, "extraneous or missing \" in quoted-field");
      }
      field.append('"');
      at++;
    }
  }

  private static BaciException error(int offset, String why) {
    return new BaciException(
        "failed to parse csv mounts: parse error on line 1, column %d: %s"
            .formatted(offset + 1, why));
  }
}
