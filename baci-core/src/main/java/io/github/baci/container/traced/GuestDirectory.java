package io.github.baci.container.traced;

/**
 * A directory of the guest.
 *
 * @param guest its path without links, without a slash at its end; empty for the root
 * @param host its path on this machine
 * @param bind the part of the guest that it is in
 * @param direct whether the kernel finds it from where the search began as the guest does
 */
record GuestDirectory(String guest, String host, Bind bind, boolean direct) {}
