package io.github.baci.store;

import io.github.baci.store.Store.Area;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Something in a store that is kept or deleted as a whole.
 *
 * @param path the file, or the directory
 * @param bytes its size, with that of its index if it is a layer
 * @param used when it was last used, to within an hour
 */
public record StoreEntry(Area area, String key, Path path, long bytes, Instant used) {}
