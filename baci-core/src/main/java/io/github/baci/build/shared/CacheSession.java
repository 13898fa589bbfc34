package io.github.baci.build.shared;

import io.github.baci.api.BuildListener;
import io.github.baci.build.parts.ContextFiles;
import java.util.concurrent.ExecutorService;

/**
 * What all parts of one build's step cache share.
 *
 * @param patience the time that the build may lose
 * @param threads where registries are asked, and records written
 * @param context what nobody need send, as it is in the build context
 * @param listener hears of what is not taken or not written
 */
record CacheSession(
    Patience patience, ExecutorService threads, ContextFiles context, BuildListener listener) {}
