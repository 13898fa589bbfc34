package com.example;

import io.helidon.webserver.WebServer;

/** Says hello. */
public final class Application {
  public static void main(String[] args) {
    WebServer.builder()
        .port(8080)
        .routing(
            routing -> routing.get("/", (request, response) -> response.send("Hello from Helidon")))
        .build()
        .start();
  }
}
