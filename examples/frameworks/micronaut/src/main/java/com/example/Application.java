package com.example;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.runtime.Micronaut;

/** Says hello. */
@Controller("/")
public class Application {
  @Get(produces = "text/plain")
  String hello() {
    return "Hello from Micronaut";
  }

  public static void main(String[] args) {
    Micronaut.run(Application.class, args);
  }
}
