package io.github.baci.build;

import io.github.baci.api.Digest;
import io.github.baci.layer.Fingerprint;
import java.util.List;

/**
 * The cache key of a step: a digest over its kind, the layers it starts from, what it does and the
 * digests of its inputs. What each kind of step adds is said by its {@link StepWork}.
 *
 * @param hex the SHA-256 digest as hex digits
 */
record StepKey(String hex) {
  /** Changed whenever a step of the same key would be executed differently. */
  private static final String VERSION = "baci step 1";

  static Writer writer() {
    return new Writer().text(VERSION);
  }

  /** Collects what a key depends on. */
  static final class Writer {
    private final Fingerprint fingerprint = new Fingerprint();
    private final StepInputs inputs = new StepInputs();

    /** Adds what an instruction says. */
    Writer instruction(InstructionText instruction) {
      inputs.addAll(instruction.inputs());
      return text(instruction.toString());
    }

    /**
     * Adds the digest of something.
     *
     * @param name says what it is, for people
     */
    Writer input(String name, Digest value) {
      inputs.add(name, value.toString());
      return text(value.toString());
    }

    /** Adds the digests of several things of one kind. */
    Writer inputs(String name, List<Digest> values) {
      inputs.add(name, values.toString());
      return digests(values);
    }

    /** Returns what the key is made of so far. */
    StepInputs inputs() {
      return inputs;
    }

    Writer text(String text) {
      fingerprint.text(text);
      return this;
    }

    Writer digests(List<Digest> digests) {
      text(Integer.toString(digests.size()));
      for (Digest each : digests) {
        text(each.toString());
      }
      return this;
    }

    /** Returns the key; nothing can be added afterwards. */
    StepKey key() {
      return new StepKey(fingerprint.digest().hex());
    }
  }
}
