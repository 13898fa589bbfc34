package io.github.baci.dockerfile;

import java.util.Optional;

record HeredocWord(String name, int fileDescriptor, boolean expand, boolean chomp) {
  static Optional<HeredocWord> parse(String word) {
    return null;
  }
}
