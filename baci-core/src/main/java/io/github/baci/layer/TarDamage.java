package io.github.baci.layer;

import java.util.Objects;

/** Something in a tar that is not as it must be. Turned into a message that says where. */
final class TarDamage extends Exception {
  private static final long serialVersionUID = 1L;

  TarDamage(String reason) {
    super(reason);
  }

  /** Returns what is damaged; it is always said. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
