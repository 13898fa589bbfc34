package io.github.baci.lambdas;

import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.POP2;

import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Conversions of a value on the stack: none, a cast, boxing, unboxing. */
final class Conversion {
  private static final String OBJECT = "java/lang/Object";
  private static final Map<Type, String> BOXES =
      Map.of(
          Type.BOOLEAN_TYPE, "java/lang/Boolean",
          Type.BYTE_TYPE, "java/lang/Byte",
          Type.CHAR_TYPE, "java/lang/Character",
          Type.SHORT_TYPE, "java/lang/Short",
          Type.INT_TYPE, "java/lang/Integer",
          Type.LONG_TYPE, "java/lang/Long",
          Type.FLOAT_TYPE, "java/lang/Float",
          Type.DOUBLE_TYPE, "java/lang/Double");

  private Conversion() {}

  /** Returns whether {@link #convert} can do it. */
  static boolean isKnown(Type from, Type to) {
    if (isPrimitive(from) && isPrimitive(to)) {
      return from.equals(to);
    }
    if (isPrimitive(from)) {
      return true; // boxed; that the box is what is wanted, the compiler has checked
    }
    return !isPrimitive(to) || from.getInternalName().equals(BOXES.get(to));
  }

  /** Returns the class whose objects hold values of a primitive type. */
  static String box(Type primitive) {
    return BOXES.get(primitive);
  }

  /** Casts an object to a type, if it is another. */
  static void cast(MethodVisitor code, Type from, Type to) {
    if (!isPrimitive(to) && !from.equals(to) && !to.getInternalName().equals(OBJECT)) {
      code.visitTypeInsn(CHECKCAST, to.getInternalName());
    }
  }

  /** Makes one type of another. */
  static void convert(MethodVisitor code, Type from, Type to) {
    if (isPrimitive(from) && !isPrimitive(to)) {
      String box = BOXES.get(from);
      String descriptor = Type.getMethodDescriptor(Type.getObjectType(box), from);
      code.visitMethodInsn(INVOKESTATIC, box, "valueOf", descriptor, false);
    } else if (isPrimitive(to) && !isPrimitive(from)) {
      String name = to.getClassName() + "Value";
      String descriptor = Type.getMethodDescriptor(to);
      code.visitMethodInsn(INVOKEVIRTUAL, from.getInternalName(), name, descriptor, false);
    } else {
      cast(code, from, to);
    }
  }

  /** Takes a value from the stack. */
  static void drop(MethodVisitor code, Type type) {
    if (type.getSize() > 0) {
      code.visitInsn(type.getSize() == 1 ? POP : POP2);
    }
  }

  private static boolean isPrimitive(Type type) {
    return type.getSort() != Type.OBJECT && type.getSort() != Type.ARRAY;
  }
}
