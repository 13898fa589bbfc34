package io.github.baci.plan.check;

/** The build checks, by BuildKit's names. */
public enum CheckRule {
  /** Two stages of one name. */
  DUPLICATE_STAGE_NAME("DuplicateStageName", "Stage names should be unique"),
  /** AS in another case than FROM. */
  FROM_AS_CASING("FromAsCasing", "The 'as' keyword should match the case of the 'from' keyword"),
  /** A blank line inside an instruction. */
  NO_EMPTY_CONTINUATION(
      "NoEmptyContinuation", "Empty continuation lines will become errors in a future release"),
  /** Instructions in several cases. */
  CONSISTENT_INSTRUCTION_CASING(
      "ConsistentInstructionCasing",
      "All commands within the Dockerfile should use the same casing"),
  /** Capitals in the name of a stage. */
  STAGE_NAME_CASING("StageNameCasing", "Stage names should be lowercase"),
  /** A stage named scratch or context. */
  RESERVED_STAGE_NAME("ReservedStageName", "Reserved words should not be used as stage names"),
  /** CMD or ENTRYPOINT in shell form. */
  JSON_ARGS_RECOMMENDED(
      "JSONArgsRecommended",
      "JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS"
          + " signals"),
  /** MAINTAINER. */
  MAINTAINER_DEPRECATED(
      "MaintainerDeprecated",
      "The MAINTAINER instruction is deprecated, use a label instead to define an image author"),
  /** FROM with an argument that is not declared. */
  UNDEFINED_ARG_IN_FROM("UndefinedArgInFrom", "FROM command must use declared ARGs"),
  /** A relative WORKDIR that depends on the base image. */
  WORKDIR_RELATIVE_PATH(
      "WorkdirRelativePath",
      "Relative workdir without an absolute workdir declared within the build can have unexpected"
          + " results if the base image changes"),
  /** A variable that is not set. */
  UNDEFINED_VAR("UndefinedVar", "Variables should be defined before their use"),
  /** An instruction of which only the last counts. */
  MULTIPLE_INSTRUCTIONS_DISALLOWED(
      "MultipleInstructionsDisallowed",
      "Multiple instructions of the same type should not be used in the same stage"),
  /** ENV or LABEL without an equals sign. */
  LEGACY_KEY_VALUE_FORMAT(
      "LegacyKeyValueFormat",
      "Legacy key/value format with whitespace separator should not be used"),
  /** A base image for another platform. */
  INVALID_BASE_IMAGE_PLATFORM(
      "InvalidBaseImagePlatform", "Base image platform does not match expected target platform"),
  /** FROM --platform=$TARGETPLATFORM. */
  REDUNDANT_TARGET_PLATFORM(
      "RedundantTargetPlatform",
      "Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default"
          + " behavior"),
  /** A secret in ARG or ENV. */
  SECRETS_USED_IN_ARG_OR_ENV(
      "SecretsUsedInArgOrEnv", "Sensitive data should not be used in the ARG or ENV commands"),
  /** FROM that is wrong unless the caller gives an argument. */
  INVALID_DEFAULT_ARG_IN_FROM(
      "InvalidDefaultArgInFrom",
      "Default value for global ARG results in an empty or invalid base image name"),
  /** FROM --platform with a constant. */
  FROM_PLATFORM_FLAG_CONST_DISALLOWED(
      "FromPlatformFlagConstDisallowed", "FROM --platform flag should not use a constant value"),
  /** COPY or ADD of what the ignore file excludes. */
  COPY_IGNORED_FILE("CopyIgnoredFile", "Attempting to Copy file that is excluded by .dockerignore"),
  /** A protocol in capitals. */
  EXPOSE_PROTO_CASING("ExposeProtoCasing", "Protocol in EXPOSE instruction should be lowercase"),
  /** An address or host port, which mean nothing in an image. */
  EXPOSE_INVALID_FORMAT(
      "ExposeInvalidFormat", "IP address and host-port mapping should not be used in EXPOSE"),
  /** A comment above FROM or ARG that is no description of it. */
  INVALID_DEFINITION_DESCRIPTION(
      "InvalidDefinitionDescription",
      "Comment for build stage or argument should follow the format: `# <arg/stage name>"
          + " <description>`");

  private final String id;
  private final String summary;

  CheckRule(String id, String summary) {
    this.id = id;
    this.summary = summary;
  }

  /** Returns the name that {@code check=} takes. */
  public String id() {
    return id;
  }

  /** Returns what the rule asks for, in one sentence. */
  public String summary() {
    return summary;
  }

  /** Returns whether the rule only runs where it is asked for. */
  public boolean experimental() {
    return this == INVALID_DEFINITION_DESCRIPTION;
  }
}
