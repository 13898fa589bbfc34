package io.github.baci.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/** Checks the rows of one file of vectors. */
public interface VectorFile {

  /** Returns the path of the file in the directory of vectors, as in {@code shell.json}. */
  String path();

  /**
   * Checks a row. An exception that is thrown counts as a failure.
   *
   * @param row the row
   * @param directory the directory that the file is in
   */
  Verdict check(JsonNode row, Path directory) throws Exception;

  /** Returns what is to be said when all rows have been checked; empty if nothing is. */
  default String remark() {
    return "";
  }

  /** Returns what names a row in the list of failures. */
  default String nameOf(JsonNode row) {
    for (String key : new String[] {"name", "input", "file", "pattern", "dockerfile"}) {
      if (row.hasNonNull(key)) {
        return row.get(key).asText();
      }
    }
    return row.toString();
  }
}
