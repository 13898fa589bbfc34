package com.example.hello;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Says hello, and how long the start of Java took. */
public final class Hello {
  private Hello() {}

  /** Greets everybody who is named; {@code --warm-up} is nobody. */
  public static void main(String[] args) {
    List<String> names = List.of(args).stream().filter(arg -> !arg.equals("--warm-up")).toList();
    Instant started = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    System.out.printf(
        "Hello, %s, from Java %s as %s, %d ms after the start.%n",
        names.isEmpty() ? "world" : String.join(" and ", names),
        Runtime.version(),
        System.getProperty("user.name"),
        Duration.between(started, Instant.now()).toMillis());
  }
}
