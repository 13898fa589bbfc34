package com.example;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Asks its database, and tells what that said. */
@SpringBootApplication
@EnableJpaRepositories(considerNestedRepositories = true)
@RestController
public class Application {
  private final DataSource database;
  private final Greetings greetings;

  Application(DataSource database, Greetings greetings) {
    this.database = database;
    this.greetings = greetings;
  }

  /** A row. */
  @Entity
  public static class Greeting {
    @Id private Long id;
    private String text;
  }

  /** The rows. */
  public interface Greetings extends JpaRepository<Greeting, Long> {}

  @GetMapping("/")
  String hello() {
    try (Connection connection = database.getConnection()) {
      return "Hello from Spring, " + greetings.count() + " rows";
    } catch (SQLException e) {
      return "Hello from Spring, without a database: "
          + (e.getCause() == null ? e : e.getCause()).getMessage();
    }
  }

  public static void main(String[] args) {
    SpringApplication.run(Application.class, args);
  }
}
