package io.github.baci.lambdas;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.H_INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.H_INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.H_INVOKESTATIC;
import static org.objectweb.asm.Opcodes.H_INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.H_NEWINVOKESPECIAL;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import java.util.Optional;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * A lambda expression or method reference as the compiler has written it: an {@code invokedynamic}
 * of {@link java.lang.invoke.LambdaMetafactory#metafactory}.
 *
 * @param captured the descriptor of the call: what is captured, and the functional interface
 * @param method the name of the interface's method
 * @param erased the type of the interface's method
 * @param body what is called
 * @param actual the type of the interface's method with its type arguments
 */
record LambdaSite(Type captured, String method, Type erased, Handle body, Type actual) {
  private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";
  private static final String INSTANCE = "INSTANCE";
  private static final String MAKE = "make";
  private static final String CONSTRUCTOR = "<init>";

  /**
   * Reads a call.
   *
   * @return nothing, if it is none of a lambda that can be written as a class: another bootstrap
   *     method, one that is serializable, one whose arguments need a conversion other than a cast
   *     or (un)boxing
   */
  static Optional<LambdaSite> of(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    if (!bootstrap.getOwner().equals(METAFACTORY) || !bootstrap.getName().equals("metafactory")) {
      return Optional.empty();
    }
    LambdaSite site =
        new LambdaSite(
            Type.getMethodType(descriptor),
            name,
            (Type) arguments[0],
            (Handle) arguments[1],
            (Type) arguments[2]);
    return site.isPlain() ? Optional.of(site) : Optional.empty();
  }

  /** Calls what makes the instance, with what is captured on the stack. */
  void call(MethodVisitor code, String className) {
    if (captured.getArgumentCount() == 0) {
      code.visitFieldInsn(GETSTATIC, className, INSTANCE, captured.getReturnType().getDescriptor());
    } else {
      code.visitMethodInsn(INVOKESTATIC, className, MAKE, captured.getDescriptor(), false);
    }
  }

  /**
   * Returns the bytes of the class.
   *
   * @param className its name, in the package of the class that has the lambda
   * @param nestHost the class whose nest it belongs to, so that it may call private methods
   */
  byte[] classFile(String className, String nestHost) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    String implemented = captured.getReturnType().getInternalName();
    writer.visit(
        V17,
        ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC,
        className,
        null,
        "java/lang/Object",
        new String[] {implemented});
    writer.visitNestHost(nestHost);
    Type[] fields = captured.getArgumentTypes();
    for (int i = 0; i < fields.length; i++) {
      writer.visitField(ACC_PRIVATE | ACC_FINAL, field(i), fields[i].getDescriptor(), null, null);
    }
    writeConstructor(writer, className, fields);
    if (fields.length == 0) {
      writeInstance(writer, className);
    } else {
      writeMake(writer, className, fields);
    }
    writeMethod(writer, className, fields);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private boolean isPlain() {
    Type[] given = given();
    Type[] taken = taken();
    if (given.length != taken.length || isArrayMember()) {
      return false;
    }
    int first = captured.getArgumentCount();
    for (int i = first; i < given.length; i++) {
      if (!Conversion.isKnown(given[i], taken[i])) {
        return false;
      }
    }
    return actual.getReturnType().getSort() == Type.VOID
        || Conversion.isKnown(returned(), actual.getReturnType());
  }

  private boolean isArrayMember() {
    return body.getOwner().startsWith("[");
  }

  /** What the body is called with: what was captured, and the interface's arguments. */
  private Type[] given() {
    Type[] fields = captured.getArgumentTypes();
    Type[] arguments = actual.getArgumentTypes();
    Type[] all = new Type[fields.length + arguments.length];
    System.arraycopy(fields, 0, all, 0, fields.length);
    System.arraycopy(arguments, 0, all, fields.length, arguments.length);
    return all;
  }

  /** What the body takes, with the object that it is called on. */
  private Type[] taken() {
    Type[] arguments = Type.getArgumentTypes(body.getDesc());
    if (!hasReceiver()) {
      return arguments;
    }
    Type[] all = new Type[arguments.length + 1];
    all[0] = Type.getObjectType(body.getOwner());
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }

  private boolean hasReceiver() {
    return body.getTag() != H_INVOKESTATIC && body.getTag() != H_NEWINVOKESPECIAL;
  }

  private Type returned() {
    return body.getTag() == H_NEWINVOKESPECIAL
        ? Type.getObjectType(body.getOwner())
        : Type.getReturnType(body.getDesc());
  }

  private static String field(int number) {
    return "c" + number;
  }

  private void writeConstructor(ClassWriter writer, String className, Type[] fields) {
    MethodVisitor code = writer.visitMethod(ACC_PRIVATE, CONSTRUCTOR, constructor(), null, null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    code.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", CONSTRUCTOR, "()V", false);
    int local = 1;
    for (int i = 0; i < fields.length; i++) {
      code.visitVarInsn(ALOAD, 0);
      code.visitVarInsn(fields[i].getOpcode(ILOAD), local);
      code.visitFieldInsn(PUTFIELD, className, field(i), fields[i].getDescriptor());
      local += fields[i].getSize();
    }
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private String constructor() {
    return Type.getMethodDescriptor(Type.VOID_TYPE, captured.getArgumentTypes());
  }

  private void writeInstance(ClassWriter writer, String className) {
    String descriptor = captured.getReturnType().getDescriptor();
    writer.visitField(ACC_STATIC | ACC_FINAL, INSTANCE, descriptor, null, null);
    MethodVisitor code = writer.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
    code.visitCode();
    code.visitTypeInsn(NEW, className);
    code.visitInsn(DUP);
    code.visitMethodInsn(INVOKESPECIAL, className, CONSTRUCTOR, "()V", false);
    code.visitFieldInsn(PUTSTATIC, className, INSTANCE, descriptor);
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private void writeMake(ClassWriter writer, String className, Type[] fields) {
    MethodVisitor code = writer.visitMethod(ACC_STATIC, MAKE, captured.getDescriptor(), null, null);
    code.visitCode();
    code.visitTypeInsn(NEW, className);
    code.visitInsn(DUP);
    int local = 0;
    for (Type type : fields) {
      code.visitVarInsn(type.getOpcode(ILOAD), local);
      local += type.getSize();
    }
    code.visitMethodInsn(INVOKESPECIAL, className, CONSTRUCTOR, constructor(), false);
    code.visitInsn(ARETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private void writeMethod(ClassWriter writer, String className, Type[] fields) {
    MethodVisitor code = writer.visitMethod(ACC_PUBLIC, method, erased.getDescriptor(), null, null);
    code.visitCode();
    if (body.getTag() == H_NEWINVOKESPECIAL) {
      code.visitTypeInsn(NEW, body.getOwner());
      code.visitInsn(DUP);
    }
    for (int i = 0; i < fields.length; i++) {
      code.visitVarInsn(ALOAD, 0);
      code.visitFieldInsn(GETFIELD, className, field(i), fields[i].getDescriptor());
    }
    Type[] passed = erased.getArgumentTypes();
    Type[] known = actual.getArgumentTypes();
    Type[] taken = taken();
    int local = 1;
    for (int i = 0; i < passed.length; i++) {
      code.visitVarInsn(passed[i].getOpcode(ILOAD), local);
      local += passed[i].getSize();
      Conversion.cast(code, passed[i], known[i]);
      Conversion.convert(code, known[i], taken[fields.length + i]);
    }
    code.visitMethodInsn(
        opcode(), body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
    Type result = erased.getReturnType();
    if (result.getSort() == Type.VOID) {
      Conversion.drop(code, returned());
      code.visitInsn(RETURN);
    } else {
      Conversion.convert(code, returned(), actual.getReturnType());
      code.visitInsn(result.getOpcode(IRETURN));
    }
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private int opcode() {
    return switch (body.getTag()) {
      case H_INVOKESTATIC -> INVOKESTATIC;
      case H_INVOKEINTERFACE -> INVOKEINTERFACE;
      case H_NEWINVOKESPECIAL -> INVOKESPECIAL;
      // Of nestmates, private methods are called like others (JVMS 17, section 6.5).
      case H_INVOKEVIRTUAL, H_INVOKESPECIAL -> body.isInterface() ? INVOKEINTERFACE : INVOKEVIRTUAL;
      default -> throw new IllegalStateException("a lambda's body is no " + body);
    };
  }
}
