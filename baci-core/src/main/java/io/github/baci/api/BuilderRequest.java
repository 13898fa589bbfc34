package io.github.baci.api;

import java.nio.file.Path;

/**
 * Where to write the image that holds the builder, which the engine rkt runs.
 *
 * @param storeDirectory the store, which keeps the image too
 * @param jdkHome the JDK that the image has its Java runtime from
 * @param file where the ACI is written; what was there stays until the new one is whole
 */
public record BuilderRequest(Path storeDirectory, Path jdkHome, Path file) {}
