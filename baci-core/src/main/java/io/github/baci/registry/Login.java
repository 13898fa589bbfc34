package io.github.baci.registry;

import java.util.Optional;

/**
 * What a registry is logged in to with: a name and a password; or an identity token, which a token
 * server exchanges (OAuth2's refresh token); or a token for the registry itself. None of them is
 * ever shown.
 *
 * @param user the name; {@code <token>} for an identity token
 * @param password the password, empty where there is a token
 * @param identityToken a refresh token
 * @param registryToken a token that the registry takes as it is
 * @param origin where it was found
 */
record Login(
    String user,
    String password,
    Optional<String> identityToken,
    Optional<String> registryToken,
    String origin) {
  private static final String TOKEN_USER = "<token>";

  /** A name and a password; docker's credential helpers give an identity token in this form too. */
  static Login of(String user, String password, String origin) {
    return user.equals(TOKEN_USER)
        ? new Login(user, "", Optional.of(password), Optional.empty(), origin)
        : new Login(user, password, Optional.empty(), Optional.empty(), origin);
  }

  static Login identity(String token, String origin) {
    return new Login(TOKEN_USER, "", Optional.of(token), Optional.empty(), origin);
  }

  static Login registryToken(String token, String origin) {
    return new Login(TOKEN_USER, "", Optional.empty(), Optional.of(token), origin);
  }

  /** Returns whether it can be sent as name and password. */
  boolean isPassword() {
    return identityToken.isEmpty() && registryToken.isEmpty();
  }

  @Override
  public String toString() {
    return "Login[" + user + ", from " + origin + "]";
  }
}
