package com.example.hello;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes files from sixteen threads, moves each, and reads it again. */
public final class ManyFiles {
  private ManyFiles() {}

  /** Writes below the directory that is named. */
  public static void main(String[] args) throws Exception {
    Path directory = Files.createDirectories(Path.of(args[0]));
    List<Thread> threads = new ArrayList<>();
    List<Exception> failures = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Path own = directory.resolve("thread-" + i);
      Thread thread =
          new Thread(
              () -> {
                try {
                  write(Files.createDirectory(own));
                } catch (Exception e) {
                  synchronized (failures) {
                    failures.add(e);
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    System.out.println(System.getProperty("user.name") + " wrote below " + directory);
  }

  private static void write(Path directory) throws Exception {
    for (int i = 0; i < 20; i++) {
      Path file = Files.writeString(directory.resolve("part"), "file " + i + "\n");
      Path moved = Files.move(file, directory.resolve("file-" + i));
      if (!Files.readString(moved).equals("file " + i + "\n")) {
        throw new IllegalStateException(moved + " is not what was written");
      }
    }
  }
}
