package io.github.baci.lambdas;

import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.IF_ACMPNE;
import static org.objectweb.asm.Opcodes.IMUL;
import static org.objectweb.asm.Opcodes.INSTANCEOF;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.NEW;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * A method that a record has from the compiler, {@code equals}, {@code hashCode} or {@code
 * toString}: an {@code invokedynamic} of {@link java.lang.runtime.ObjectMethods}. What is written
 * for it returns what that returns.
 *
 * @param name which of the three
 * @param descriptor the type of the call: the record, for {@code equals} with another object
 * @param record the record
 * @param components the fields of the record
 * @param names the names of the components, in their order
 */
record RecordMethod(
    String name, String descriptor, Type record, List<Handle> components, List<String> names) {
  private static final String BOOTSTRAP = "java/lang/runtime/ObjectMethods";
  private static final String PREFIX = "$$plain";
  private static final String OBJECTS = "java/util/Objects";
  private static final String BUILDER = "java/lang/StringBuilder";
  private static final String EQUALS = "equals";
  private static final String HASH = "hashCode";
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final int STACK = 6;
  private static final int FACTOR = 31;

  /**
   * Reads a call.
   *
   * @return nothing, if it has another bootstrap method
   */
  static Optional<RecordMethod> of(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    if (!bootstrap.getOwner().equals(BOOTSTRAP)) {
      return Optional.empty();
    }
    List<Handle> components = new ArrayList<>();
    for (int i = 2; i < arguments.length; i++) {
      components.add((Handle) arguments[i]);
    }
    String names = (String) arguments[1];
    return Optional.of(
        new RecordMethod(
            name,
            descriptor,
            (Type) arguments[0],
            components,
            names.isEmpty() ? List.of() : List.of(names.split(";"))));
  }

  /** Writes the call of the method that is {@linkplain #write written}. */
  void call(MethodVisitor code) {
    code.visitMethodInsn(
        INVOKESTATIC,
        record.getInternalName(),
        PREFIX + name,
        descriptor,
        /* isInterface= */ false);
  }

  /** Writes the method. */
  void write(ClassVisitor type) {
    MethodVisitor code =
        type.visitMethod(
            ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC, PREFIX + name, descriptor, null, null);
    code.visitCode();
    switch (name) {
      case EQUALS -> writeEquals(code);
      case HASH -> writeHash(code);
      default -> writeText(code);
    }
    code.visitMaxs(STACK, Type.getArgumentTypes(descriptor).length);
    code.visitEnd();
  }

  private void writeEquals(MethodVisitor code) {
    Label different = new Label();
    code.visitVarInsn(ALOAD, 0);
    code.visitVarInsn(ALOAD, 1);
    code.visitJumpInsn(IF_ACMPNE, different);
    code.visitInsn(ICONST_1);
    code.visitInsn(IRETURN);
    code.visitLabel(different);
    code.visitFrame(F_SAME, 0, null, 0, null);
    code.visitVarInsn(ALOAD, 1);
    code.visitTypeInsn(INSTANCEOF, record.getInternalName());
    falseIf(IFEQ, code);
    for (Handle component : components) {
      push(component, code);
      code.visitVarInsn(ALOAD, 1);
      code.visitTypeInsn(CHECKCAST, record.getInternalName());
      field(component, code);
      Type type = Type.getType(component.getDesc());
      if (isReference(type)) {
        code.visitMethodInsn(
            INVOKESTATIC, OBJECTS, EQUALS, "(" + OBJECT + OBJECT + ")Z", /* isInterface= */ false);
        falseIf(IFEQ, code);
      } else {
        String same = Type.getMethodDescriptor(Type.INT_TYPE, type, type);
        code.visitMethodInsn(
            INVOKESTATIC, Conversion.box(type), "compare", same, /* isInterface= */ false);
        falseIf(IFNE, code);
      }
    }
    code.visitInsn(ICONST_1);
    code.visitInsn(IRETURN);
  }

  /** Returns false from the method if a jump would be taken. */
  private static void falseIf(int jump, MethodVisitor code) {
    Label goOn = new Label();
    code.visitJumpInsn(jump == IFEQ ? IFNE : IFEQ, goOn);
    code.visitInsn(ICONST_0);
    code.visitInsn(IRETURN);
    code.visitLabel(goOn);
    code.visitFrame(F_SAME, 0, null, 0, null);
  }

  private void writeHash(MethodVisitor code) {
    code.visitInsn(ICONST_0);
    for (Handle component : components) {
      code.visitLdcInsn(FACTOR);
      code.visitInsn(IMUL);
      push(component, code);
      Type type = Type.getType(component.getDesc());
      String owner = isReference(type) ? OBJECTS : Conversion.box(type);
      String taken = isReference(type) ? OBJECT : type.getDescriptor();
      code.visitMethodInsn(INVOKESTATIC, owner, HASH, "(" + taken + ")I", /* isInterface= */ false);
      code.visitInsn(IADD);
    }
    code.visitInsn(IRETURN);
  }

  private void writeText(MethodVisitor code) {
    code.visitTypeInsn(NEW, BUILDER);
    code.visitInsn(DUP);
    code.visitMethodInsn(INVOKESPECIAL, BUILDER, "<init>", "()V", /* isInterface= */ false);
    code.visitLdcInsn(record);
    code.visitMethodInsn(
        INVOKEVIRTUAL,
        "java/lang/Class",
        "getSimpleName",
        "()Ljava/lang/String;",
        /* isInterface= */ false);
    append("Ljava/lang/String;", code);
    String before = "[";
    for (int i = 0; i < components.size(); i++) {
      code.visitLdcInsn(before + names.get(i) + "=");
      append("Ljava/lang/String;", code);
      push(components.get(i), code);
      append(appended(Type.getType(components.get(i).getDesc())), code);
      before = ", ";
    }
    code.visitLdcInsn(components.isEmpty() ? "[]" : "]");
    append("Ljava/lang/String;", code);
    code.visitMethodInsn(
        INVOKEVIRTUAL, BUILDER, "toString", "()Ljava/lang/String;", /* isInterface= */ false);
    code.visitInsn(ARETURN);
  }

  /** Returns what a component is appended to text as; arrays of characters as objects. */
  private static String appended(Type type) {
    return switch (type.getSort()) {
      case Type.OBJECT, Type.ARRAY -> OBJECT;
      case Type.BYTE, Type.SHORT -> "I";
      default -> type.getDescriptor();
    };
  }

  private static void append(String type, MethodVisitor code) {
    code.visitMethodInsn(
        INVOKEVIRTUAL,
        BUILDER,
        "append",
        "(" + type + ")Ljava/lang/StringBuilder;",
        /* isInterface= */ false);
  }

  private void push(Handle component, MethodVisitor code) {
    code.visitVarInsn(ALOAD, 0);
    field(component, code);
  }

  private static void field(Handle component, MethodVisitor code) {
    code.visitFieldInsn(GETFIELD, component.getOwner(), component.getName(), component.getDesc());
  }

  private static boolean isReference(Type type) {
    return type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
  }
}
