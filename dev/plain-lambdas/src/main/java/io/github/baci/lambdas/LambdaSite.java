package io.github.baci.lambdas;

import static org.objectweb.asm.Opcodes.DUP;
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
import static org.objectweb.asm.Opcodes.RETURN;

import java.util.Optional;
import java.util.function.IntConsumer;
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

  /** Returns the functional interface. */
  String implemented() {
    return captured.getReturnType().getInternalName();
  }

  /** Returns whether all that is captured are references. */
  boolean capturesReferences() {
    for (Type field : captured.getArgumentTypes()) {
      if (field.getSort() != Type.OBJECT && field.getSort() != Type.ARRAY) {
        return false;
      }
    }
    return true;
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

  /**
   * Writes the call of the body and the return from the interface's method.
   *
   * @param pushField puts what is captured on the stack, by its number
   */
  void writeBody(MethodVisitor code, IntConsumer pushField) {
    Type[] fields = captured.getArgumentTypes();
    if (body.getTag() == H_NEWINVOKESPECIAL) {
      code.visitTypeInsn(NEW, body.getOwner());
      code.visitInsn(DUP);
    }
    for (int i = 0; i < fields.length; i++) {
      pushField.accept(i);
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
