package io.github.baci.api;

/** Which ACIs are made of a base image that is none itself, for a difference to depend on. */
public enum BaseSplit {
  /** One of the whole base image. */
  IMAGE,
  /** One of each layer, each depending on the one below. */
  LAYER
}
