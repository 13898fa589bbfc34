package io.github.baci.source.jlink;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Set;

/**
 * What one class file names: the classes that its code, members, annotations and signatures refer
 * to, and the strings that have the form of a class name, by which classes are found by reflection.
 * Only the constant pool is read (JVMS 4.4): everything that a class file names stands there.
 */
final class ClassReferences {
  private static final int MAGIC = 0xCAFEBABE;
  private static final int LONGEST_NAME = 300;
  private static final int HEAD = 8;
  private static final int MAJOR_VERSION = 6;
  private static final int VERSION_OF_JAVA_0 = 44;

  private final Set<String> referred;
  private final Set<String> mentioned;

  /**
   * Takes where the names go, in their binary form with {@code /}.
   *
   * @param referred takes classes that are linked or loaded by the JVM itself
   * @param mentioned takes strings that may be the name of a class
   */
  ClassReferences(Set<String> referred, Set<String> mentioned) {
    this.referred = referred;
    this.mentioned = mentioned;
  }

  /**
   * Reads a class file. What is none, or damaged, is passed over: jars carry such files as data,
   * and a class that cannot be loaded needs no module.
   */
  void read(byte[] classFile) {
    try {
      pool(new DataInputStream(new ByteArrayInputStream(classFile)));
    } catch (IOException e) {
      return; // ends in the middle, or has text that is no UTF-8
    }
  }

  /** Returns the Java version that a class file needs; 0 if it is none. */
  static int release(byte[] classFile) {
    ByteBuffer head = ByteBuffer.wrap(classFile);
    return classFile.length < HEAD || head.getInt(0) != MAGIC
        ? 0
        : Math.max(0, Short.toUnsignedInt(head.getShort(MAJOR_VERSION)) - VERSION_OF_JAVA_0);
  }

  private void pool(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      return;
    }
    in.skipNBytes(4); // the version
    int count = in.readUnsignedShort();
    String[] texts = new String[count];
    BitSet classes = new BitSet();
    BitSet strings = new BitSet();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts[i] = in.readUTF();
        case 7 -> classes.set(in.readUnsignedShort());
        case 8 -> strings.set(in.readUnsignedShort());
        case 16, 19, 20 -> in.skipNBytes(2); // method type, module, package
        case 15 -> in.skipNBytes(3); // method handle
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> { // long and double take two places
          in.skipNBytes(8);
          i++;
        }
        default -> {
          return; // of a later Java, or damaged
        }
      }
    }
    for (int i = 1; i < count; i++) {
      if (texts[i] != null) {
        sort(texts[i], classes.get(i), strings.get(i));
      }
    }
  }

  private void sort(String text, boolean isClass, boolean isString) {
    if (isClass && !text.startsWith("[")) {
      referred.add(text);
      return;
    }
    if (isString && isClassName(text)) {
      mentioned.add(text.replace('.', '/'));
    }
    if (text.indexOf(';') > 0) {
      descriptor(text);
    }
  }

  private static boolean isClassName(String text) {
    return text.length() <= LONGEST_NAME
        && text.indexOf('.') > 0
        && text.chars().allMatch(c -> c == '.' || Character.isJavaIdentifierPart(c));
  }

  /**
   * Finds the class names in a descriptor or signature: what stands between L and ; or a type
   * argument.
   */
  private void descriptor(String text) {
    int start = text.indexOf('L');
    while (start >= 0) {
      int end = start + 1;
      while (end < text.length() && isNamePart(text.charAt(end))) {
        end++;
      }
      if (end < text.length() && (text.charAt(end) == ';' || text.charAt(end) == '<')) {
        String name = text.substring(start + 1, end);
        if (name.indexOf('/') > 0) {
          referred.add(name);
        }
        start = text.indexOf('L', end);
      } else {
        start = text.indexOf('L', start + 1);
      }
    }
  }

  private static boolean isNamePart(char c) {
    return c == '/' || Character.isJavaIdentifierPart(c);
  }
}
