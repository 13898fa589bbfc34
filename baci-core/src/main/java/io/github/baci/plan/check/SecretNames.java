package io.github.baci.plan.check;

import java.util.regex.Pattern;

/** Tells from the name of a variable whether it holds a secret. */
public final class SecretNames {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(?:^|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)");
  private static final Pattern PUBLIC =
      Pattern.compile("(?i)(?:^|_)(?:public|file|version)(?:_|$)");

  private SecretNames() {}

  /** Returns whether the name has a word for secrets, and none that says otherwise. */
  public static boolean isSecret(String name) {
    return SECRET.matcher(name).find() && !PUBLIC.matcher(name).find();
  }
}
