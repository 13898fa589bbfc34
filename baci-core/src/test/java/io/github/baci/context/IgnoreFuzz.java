package io.github.baci.context;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.baci.api.BaciException;

/** Whatever patterns and paths hold, a path is matched or not, and in a time that grows evenly. */
class IgnoreFuzz {

  @FuzzTest
  void ignoreFile(FuzzedDataProvider data) {
    String path = data.consumeString(200);
    IgnoreRules rules;
    try {
      rules = IgnoreRules.parse(data.consumeRemainingAsString(), ".dockerignore");
    } catch (BaciException expected) {
      return;
    }
    boolean ignored = rules.ignores(path);
    if (rules.reason(path).isPresent() != ignored) {
      throw new AssertionError("no reason, or one too many, for " + path);
    }
    rules.root().enter(path).mayTakeInBelow();
  }

  @FuzzTest
  void glob(FuzzedDataProvider data) {
    boolean spanning = data.consumeBoolean();
    String path = data.consumeString(200);
    String pattern = data.consumeRemainingAsString();
    Glob glob;
    try {
      glob = spanning ? Glob.spanningDirectories(pattern) : Glob.of(pattern);
    } catch (GlobSyntaxException expected) {
      return;
    }
    int slash = path.lastIndexOf('/');
    boolean named = slash > 0 && slash < path.length() - 1;
    if (glob.matches(path) && named && !glob.mayMatchBelow(path.substring(0, slash))) {
      throw new AssertionError(pattern + " matches " + path + ", but nothing below its directory");
    }
  }
}
