package io.github.baci.aci.types;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import java.util.List;
import java.util.regex.Pattern;

/** What values the isolators of the App Container Specification (schema 0.8.11) take. */
final class IsolatorRules {
  private static final List<String> KNOWN =
      List.of(
          "resource/block-bandwidth",
          "resource/block-iops",
          "resource/cpu",
          "resource/memory",
          "resource/network-bandwidth",
          "os/linux/capabilities-retain-set",
          "os/linux/capabilities-remove-set",
          "os/linux/no-new-privileges",
          "os/linux/seccomp-remove-set",
          "os/linux/seccomp-retain-set",
          "os/linux/oom-score-adj",
          "os/linux/cpu-shares",
          "os/linux/selinux-context",
          "os/unix/sysctl");
  private static final Pattern QUANTITY =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[mkMGTPE]|[eE][+-]?[0-9]+)?");
  private static final Pattern ERRNO = Pattern.compile("E[\\p{Lu}\\p{N}]*");

  private final AcIdentifier name;
  private final JsonNode value;

  private IsolatorRules(AcIdentifier name, JsonNode value) {
    this.name = name;
    this.value = value;
  }

  /**
   * Checks a value.
   *
   * @throws BaciException if there is no such isolator, or it does not take the value
   */
  static void check(AcIdentifier name, JsonNode value) {
    new IsolatorRules(name, value).check();
  }

  /** Returns whether a set of isolators may hold several of one name. */
  static boolean mayRepeat(String name) {
    return name.startsWith("resource/")
        || name.startsWith("os/linux/capabilities-")
        || name.equals("os/linux/no-new-privileges");
  }

  private void check() {
    switch (name.value()) {
      case "resource/cpu", "resource/memory" -> checkResource(false);
      case "resource/block-bandwidth", "resource/block-iops", "resource/network-bandwidth" ->
          checkResource(true);
      case "os/linux/capabilities-retain-set", "os/linux/capabilities-remove-set" -> checkSet();
      case "os/linux/seccomp-remove-set", "os/linux/seccomp-retain-set" -> {
        checkSet();
        JsonNode errno = value.path("errno");
        require(
            errno.isMissingNode()
                || (errno.isTextual()
                    && (errno.textValue().isEmpty() || ERRNO.matcher(errno.textValue()).matches())),
            "its 'errno' must be the name of an error, as in EPERM");
      }
      case "os/linux/no-new-privileges" -> require(value.isBoolean(), "it must be true or false");
      case "os/linux/oom-score-adj" -> checkNumber(-1000, 1000);
      case "os/linux/cpu-shares" -> checkNumber(2, 262144);
      case "os/linux/selinux-context" -> checkSelinux();
      case "os/unix/sysctl" ->
          require(
              value.isObject() && allTextual(value), "it must be an object of names and strings");
      default ->
          throw new BaciException(
              "'%s' is not an isolator of the App Container Specification: it must be one of %s"
                  .formatted(name, KNOWN));
    }
  }

  private void checkResource(boolean isDefault) {
    require(value.isObject(), "it must be an object with 'limit', as in {\"limit\": \"1G\"}");
    JsonNode defaults = value.path("default");
    require(
        defaults.isMissingNode() ? !isDefault : defaults.isBoolean(),
        isDefault ? "its 'default' must be true" : "its 'default' must be false");
    require(
        defaults.asBoolean(false) == isDefault,
        isDefault ? "its 'default' must be true" : "its 'default' must be false");
    require(
        !isDefault || value.path("request").isMissingNode() || value.path("request").isNull(),
        "it takes no 'request'");
    for (String field : List.of("request", "limit")) {
      JsonNode quantity = value.path(field);
      require(
          quantity.isMissingNode()
              || quantity.isNull()
              || (quantity.isNumber() && Double.isFinite(quantity.doubleValue()))
              || (quantity.isTextual() && QUANTITY.matcher(quantity.textValue()).matches()),
          "its '" + field + "' must be a quantity, as in \"500m\" or \"1G\"");
    }
  }

  private void checkSet() {
    JsonNode set = value.path("set");
    require(
        set.isArray() && !set.isEmpty() && allTextual(set),
        "it must be an object with a 'set' of one or more strings");
  }

  private void checkNumber(int least, int most) {
    require(
        value.isInt() && value.intValue() >= least && value.intValue() <= most,
        "it must be a number from %d to %d".formatted(least, most));
  }

  private void checkSelinux() {
    for (String field : List.of("user", "role", "type", "level")) {
      JsonNode part = value.path(field);
      require(
          part.isTextual()
              && !part.textValue().isEmpty()
              && (field.equals("level") || part.textValue().indexOf(':') < 0),
          "its '" + field + "' must be there" + (field.equals("level") ? "" : ", without ':'"));
    }
  }

  private static boolean allTextual(JsonNode container) {
    for (JsonNode item : container) {
      if (!item.isTextual()) {
        return false;
      }
    }
    return true;
  }

  private void require(boolean holds, String rule) {
    if (!holds) {
      throw new BaciException("isolator '%s' with value %s: %s".formatted(name, value, rule));
    }
  }
}
