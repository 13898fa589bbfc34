package io.github.baci.plan;

import io.github.baci.dockerfile.MountSpec.Sharing;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a RUN mounts, with variables expanded and defaults filled in. Targets are absolute, clean
 * paths, never {@code /}.
 */
public sealed interface Mount {

  /**
   * Files of the context, a stage or an image. What is written to it is discarded.
   *
   * @param from where the files come from
   * @param source an absolute path in {@code from}; {@code /} for all
   * @param readOnly whether it cannot be written
   */
  record Bind(String target, StageInput from, String source, boolean readOnly) implements Mount {}

  /**
   * A directory that outlives the build.
   *
   * @param id the name under which it is shared; starts with the caller's namespace and a slash, if
   *     it gave one
   * @param from what a new cache is filled with; {@link StageInput.Scratch} for nothing
   * @param source an absolute path in the cache; {@code /} for all
   * @param sharing how several runs share it
   * @param access the permissions and the owner of a new cache
   */
  record Cache(
      String target,
      String id,
      StageInput from,
      String source,
      Sharing sharing,
      boolean readOnly,
      Access access)
      implements Mount {
    /**
     * The permissions and the owner of a new cache.
     *
     * @param mode the permissions of a new cache
     * @param uid its user
     * @param gid its group
     */
    public record Access(int mode, long uid, long gid) {}

    /** Returns the permissions of a new cache. */
    public int mode() {
      return access.mode();
    }

    /** Returns its user. */
    public long uid() {
      return access.uid();
    }

    /** Returns its group. */
    public long gid() {
      return access.gid();
    }
  }

  /**
   * A directory in memory.
   *
   * @param size its limit in bytes
   */
  record Tmpfs(String target, OptionalLong size, boolean readOnly) implements Mount {}

  /**
   * A secret of the caller, as a file, as a variable, or both. Its value is in no layer, no cache,
   * no log and no cache key.
   *
   * @param id the name by which the caller knows it
   * @param target the file, if there shall be one
   * @param env the variable, if there shall be one
   * @param mode the permissions of the file
   * @param uid its user
   * @param gid its group
   * @param required whether the build fails if the caller has no such secret; else nothing is
   *     mounted then
   */
  record Secret(
      String id,
      Optional<String> target,
      Optional<String> env,
      int mode,
      long uid,
      long gid,
      boolean required)
      implements Mount {}

  /**
   * The socket of an SSH agent of the caller. {@code SSH_AUTH_SOCK} names it, unless the
   * environment sets that already.
   *
   * @param id the name by which the caller knows it, {@code default} if the instruction names none
   * @param target where the socket is; {@code /run/buildkit/ssh_agent.N} if the instruction does
   *     not say
   * @param mode the permissions of the socket
   * @param uid its user
   * @param gid its group
   * @param required whether the build fails without the agent; else nothing is mounted then
   */
  record Ssh(String id, String target, int mode, long uid, long gid, boolean required)
      implements Mount {}
}
