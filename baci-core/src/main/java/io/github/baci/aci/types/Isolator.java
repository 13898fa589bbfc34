package io.github.baci.aci.types;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A limit or a privilege that an app is run with, as in {@code resource/memory}. Only those of the
 * App Container Specification can be made, and only with values that it allows.
 *
 * @param name the name
 * @param value the value, whose form depends on the name
 */
public record Isolator(AcIdentifier name, JsonNode value) {
  private static final String SECCOMP_RETAIN = "os/linux/seccomp-retain-set";
  private static final String SECCOMP_REMOVE = "os/linux/seccomp-remove-set";

  /** Copies and checks the value. */
  public Isolator {
    value = value.deepCopy();
    IsolatorRules.check(name, value);
  }

  @Override
  public JsonNode value() {
    return value.deepCopy();
  }

  /** Checks the rules about isolators that stand beside one another. */
  static void checkTogether(List<Isolator> isolators) {
    Set<String> seen = new HashSet<>();
    for (Isolator isolator : isolators) {
      String name = isolator.name.value();
      if (!seen.add(name) && !IsolatorRules.mayRepeat(name)) {
        throw new BaciException("the isolator '%s' is given twice".formatted(name));
      }
    }
    if (seen.contains(SECCOMP_RETAIN) && seen.contains(SECCOMP_REMOVE)) {
      throw new BaciException(
          "the isolators '%s' and '%s' exclude each other"
              .formatted(SECCOMP_RETAIN, SECCOMP_REMOVE));
    }
  }
}
