package io.github.baci.api;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a Dockerfile may ask for only with the consent of who builds, in BuildKit's words. */
public enum Entitlement {
  /** {@code RUN --security=insecure}: all capabilities, all system calls, and devices. */
  SECURITY_INSECURE("security.insecure"),
  /** {@code RUN --network=host}: the machine's network, whatever the others have. */
  NETWORK_HOST("network.host");

  private final String word;

  Entitlement(String word) {
    this.word = word;
  }

  /** Returns the word for it, as in {@code security.insecure}. */
  public String word() {
    return word;
  }

  /**
   * Reads a list of words, with commas between them.
   *
   * @throws BaciException if a word stands for nothing
   */
  public static Set<Entitlement> parse(String list) {
    Set<Entitlement> result = EnumSet.noneOf(Entitlement.class);
    for (String word : list.split(",")) {
      String clean = word.strip();
      if (!clean.isEmpty()) {
        result.add(of(clean));
      }
    }
    return result;
  }

  private static Entitlement of(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new BaciException(
                    "'%s' in %s is nothing that can be allowed; it can be one of %s"
                        .formatted(
                            word,
                            Option.ALLOW,
                            Arrays.stream(values())
                                .map(Entitlement::word)
                                .collect(Collectors.joining(", ")))));
  }
}
