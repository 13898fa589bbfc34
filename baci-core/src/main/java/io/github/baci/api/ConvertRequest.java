package io.github.baci.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which image to convert, and to what.
 *
 * @param image the path of an ACI, an OCI archive, a docker archive or an OCI layout, or any
 *     reference that {@code FROM} takes
 * @param file where the new image is written
 * @param form the form of the new image
 * @param name what the new image is called, {@code NAME[:VERSION]}; by default as before
 * @param aciCompression how an ACI is compressed
 * @param layerCompression how those layers of an OCI archive are compressed that did not come
 *     compressed
 * @param directory what paths are relative to
 * @param storeDirectory the store, which the layers of the image are brought into
 * @param platform which image is meant where there are several; by default this machine's
 * @param sources how references are found
 */
public record ConvertRequest(
    String image,
    Path file,
    ImageForm form,
    Optional<String> name,
    AciCompression aciCompression,
    LayerCompression layerCompression,
    Path directory,
    Path storeDirectory,
    Optional<Platform> platform,
    SourceOptions sources) {}
