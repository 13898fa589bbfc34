package com.example.hello;

import java.util.List;

/** Says hello. */
public final class Hello {
  private Hello() {}

  /** Greets everybody who is named; {@code --warm-up} is nobody. */
  public static void main(String[] args) {
    List<String> names = List.of(args).stream().filter(arg -> !arg.equals("--warm-up")).toList();
    System.out.printf(
        "Hello, %s, from Java %s as %s.%n",
        names.isEmpty() ? "world" : String.join(" and ", names),
        Runtime.version(),
        System.getProperty("user.name"));
  }
}
