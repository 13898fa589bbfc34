package com.example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says hello. */
@SpringBootApplication
@RestController
public class Application {
  @GetMapping("/")
  String hello() {
    return "Hello from Spring";
  }

  public static void main(String[] args) {
    SpringApplication.run(Application.class, args);
  }
}
