package io.github.baci.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which image to look into.
 *
 * @param image the path of an ACI, an OCI archive, a docker archive or an OCI layout, or any
 *     reference that {@code FROM} takes
 * @param against another image of any of these kinds, to compare the image with
 * @param path the file or directory of the image that is shown; by default the top level alone
 * @param directory what paths are relative to
 * @param storeDirectory the store, which the layers of the image are brought into
 * @param platform which image is meant where there are several; by default this machine's
 * @param sources how references are found
 */
public record InspectRequest(
    String image,
    Optional<String> against,
    Optional<String> path,
    Path directory,
    Path storeDirectory,
    Optional<Platform> platform,
    SourceOptions sources) {}
