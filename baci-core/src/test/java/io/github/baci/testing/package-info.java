/**
 * What the integration tests of all modules share: a registry on loopback, base images made on this
 * machine, ordinary users, and the validator of App Container Images. The tools behind them are
 * installed by {@code dev/peers}; a missing tool fails the test that needs it.
 */
package io.github.baci.testing;
