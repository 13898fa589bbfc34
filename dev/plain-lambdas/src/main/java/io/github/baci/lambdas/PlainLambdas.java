package io.github.baci.lambdas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes lambdas as classes, as a compiler would that knows no {@code invokedynamic}. The JVM makes
 * such classes at run time, one by one, with an assembler of its own that has to be loaded, warmed
 * up and compiled first; for a goal that is done in a tenth of a second that is most of its work.
 * Some lambdas of one class share a class ({@link LambdaClass}), as to load one costs more than it
 * does. The methods that records have from the compiler are written in the same way ({@link
 * RecordMethod}): at run time each costs more than a class. The names of local variables are left
 * out.
 */
final class PlainLambdas {
  private static final String SUFFIX = "$$Plain";

  private final SortedMap<String, byte[]> classes;
  private final SortedMap<String, byte[]> added = new TreeMap<>();
  private final Map<String, List<String>> nests = new LinkedHashMap<>();

  private PlainLambdas(SortedMap<String, byte[]> classes) {
    this.classes = classes;
  }

  /**
   * Rewrites some classes.
   *
   * @param classes class files by internal name; the nest host of each is among them
   * @return the same classes and those of their lambdas
   */
  static SortedMap<String, byte[]> rewrite(SortedMap<String, byte[]> classes) {
    return new PlainLambdas(classes).rewrite();
  }

  private SortedMap<String, byte[]> rewrite() {
    SortedMap<String, byte[]> result = new TreeMap<>();
    classes.forEach((name, bytes) -> result.put(name, withoutLambdas(bytes)));
    nests.forEach((host, members) -> result.put(host, withMembers(result.get(host), members)));
    result.putAll(added);
    result.replaceAll((name, bytes) -> compact(bytes));
    return result;
  }

  private byte[] withoutLambdas(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Sites(writer), 0);
    return writer.toByteArray();
  }

  /** Leaves out the constants that only lambdas and variables had. */
  private static byte[] compact(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes).accept(writer, 0);
    return writer.toByteArray();
  }

  private static byte[] withMembers(byte[] bytes, List<String> members) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visitEnd() {
            members.forEach(this::visitNestMember);
            super.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }

  /** Replaces the lambdas of one class. */
  private final class Sites extends ClassVisitor {
    private String className;
    private String nestHost;
    private final List<LambdaClass> own = new ArrayList<>();
    private final List<RecordMethod> methods = new ArrayList<>();

    Sites(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String parent, String[] others) {
      className = name;
      nestHost = name;
      super.visit(version, access, name, signature, parent, others);
    }

    @Override
    public void visitNestHost(String host) {
      nestHost = host;
      super.visitNestHost(host);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(
          Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
        @Override
        public void visitInvokeDynamicInsn(
            String method, String captured, Handle bootstrap, Object... arguments) {
          Optional<LambdaSite> site = LambdaSite.of(method, captured, bootstrap, arguments);
          Optional<RecordMethod> record = RecordMethod.of(method, captured, bootstrap, arguments);
          if (site.isPresent()) {
            replace(site.get(), mv);
          } else if (record.isPresent()) {
            record.get().call(mv);
            methods.add(record.get());
          } else {
            super.visitInvokeDynamicInsn(method, captured, bootstrap, arguments);
          }
        }

        @Override
        public void visitLocalVariable(
            String variable, String type, String generic, Label start, Label end, int index) {
          // a fifth of the jar, for debuggers alone
        }
      };
    }

    /** Finds the class that a lambda goes into, and calls what makes it there. */
    private void replace(LambdaSite site, MethodVisitor code) {
      LambdaClass found = null;
      for (LambdaClass one : own) {
        if (found == null && one.takes(site)) {
          found = one;
        }
      }
      if (found == null) {
        found = new LambdaClass(className + SUFFIX + own.size(), nestHost);
        own.add(found);
      }
      found.add(site).call(code);
    }

    @Override
    public void visitEnd() {
      methods.forEach(method -> method.write(cv));
      for (LambdaClass one : own) {
        added.put(one.name(), one.classFile());
        nests.computeIfAbsent(nestHost, host -> new ArrayList<>()).add(one.name());
      }
      super.visitEnd();
    }
  }
}
