package io.github.baci.output;

import io.github.baci.api.AciMode;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaseSplit;
import io.github.baci.api.BuildListener;
import io.github.baci.api.OciOptions;
import io.github.baci.store.Store;

/**
 * What images are written with.
 *
 * @param aci what an ACI has beside the image
 * @param mode whether an ACI has the difference from the base image alone
 * @param baseAcis how a base image is made ACIs of, for a difference to depend on
 * @param oci what OCI archives have beside the image; of docker archives the name and the tag
 * @param listener hears of warnings
 */
public record OutputSettings(
    Store store,
    AciOptions aci,
    AciMode mode,
    BaseSplit baseAcis,
    OciOptions oci,
    BuildListener listener) {}
