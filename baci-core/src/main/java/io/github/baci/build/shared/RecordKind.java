package io.github.baci.build.shared;

import java.io.IOException;

/**
 * A kind of records.
 *
 * @param type the media type of the config, by which the artifact is known
 * @param prefix what tags of these records begin with; their keys follow
 * @param reader reads one
 */
record RecordKind<R extends SharedRecord>(String type, String prefix, Reader<R> reader) {

  /** Reads records of one kind. */
  @FunctionalInterface
  interface Reader<R> {
    /**
     * Reads a record.
     *
     * @param key the key that was asked for
     * @throws IOException if it is none, or of another key
     */
    R read(CacheArtifact artifact, String key) throws IOException;
  }

  /** Returns the tag under which a record is kept. */
  String tag(String key) {
    return prefix + key;
  }
}
