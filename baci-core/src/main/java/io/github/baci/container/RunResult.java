package io.github.baci.container;

import io.github.baci.layer.Layer;
import java.util.Optional;

/**
 * How a command ended.
 *
 * @param exitCode its exit code, or 128 and the number of the signal that killed it
 * @param layer what it changed, if a snapshot was wanted and the exit code is 0
 * @param storeIsFull whether it failed and no space was left for the store when it ended, which is
 *     likely to be the reason
 */
public record RunResult(int exitCode, Optional<Layer> layer, boolean storeIsFull) {}
