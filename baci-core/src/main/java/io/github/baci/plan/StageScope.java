package io.github.baci.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a stage leaves to a stage built from it, beside the config.
 *
 * @param variables what variables expand to: ENV and ARG together, the later instruction wins
 * @param args the ARGs declared so far, in order
 * @param workdirSet whether a WORKDIR of this Dockerfile was met
 * @param baseKnown whether all variables of the base are known; else none is reported as unset
 */
public record StageScope(
    Map<String, String> variables, List<DeclaredArg> args, boolean workdirSet, boolean baseKnown) {

  /** What a stage has whose base is no stage. */
  public static final StageScope EMPTY = new StageScope(Map.of(), List.of(), false, true);

  /**
   * An ARG.
   *
   * @param value its value when it was declared, if it had one
   */
  public record DeclaredArg(String name, Optional<String> value) {}

  /** Copies the collections; the map keeps its order. */
  public StageScope {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    args = List.copyOf(args);
  }
}
