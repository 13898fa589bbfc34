package io.github.baci.plan;

/**
 * Makes the working directory, which is not {@code /}: the directory and its missing parents get
 * mode 0755 and the given owner; those that exist stay as they are. It is a layer even if nothing
 * changes.
 *
 * @param head what all steps have
 * @param path the absolute, clean path
 * @param user the user as USER wrote it, to be looked up in the image; empty for root
 */
public record WorkdirStep(StepHead head, String path, String user) implements Step {}
