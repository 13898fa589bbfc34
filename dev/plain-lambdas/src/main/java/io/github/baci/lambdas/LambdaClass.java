package io.github.baci.lambdas;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * The class of some lambdas of one class. Each instance knows by a number which lambda it is. Those
 * that capture numbers or truth values have a class alone, with fields of these types.
 */
final class LambdaClass {
  /** How many lambdas share a class: few enough that compilers still inline its methods. */
  private static final int MOST = 8;

  private static final String OBJECT = "java/lang/Object";
  private static final String CONSTRUCTOR = "<init>";
  private static final String NUMBER = "lambda";

  private final String name;
  private final String nestHost;
  private final List<LambdaSite> sites = new ArrayList<>();

  /**
   * Begins a class.
   *
   * @param name its name, in the package of the class that has the lambdas
   * @param nestHost the class whose nest it belongs to, so that it may call private methods
   */
  LambdaClass(String name, String nestHost) {
    this.name = name;
    this.nestHost = nestHost;
  }

  /** Returns its name. */
  String name() {
    return name;
  }

  /** Returns whether a lambda may go into this class. */
  boolean takes(LambdaSite site) {
    LambdaSite first = sites.get(0);
    return sites.size() < MOST
        && first.capturesReferences()
        && site.capturesReferences()
        && kind(first.implemented()).equals(kind(site.implemented()));
  }

  /**
   * Java's own interfaces go together, as none of them has a default method that another one has
   * too; each other interface goes with itself.
   */
  private static String kind(String implemented) {
    return implemented.startsWith("java/") ? "java/" : implemented;
  }

  /** How a lambda is made, with what it captures on the stack. */
  interface Maker {
    /** Writes the call. */
    void call(MethodVisitor code);
  }

  /** Adds a lambda. */
  Maker add(LambdaSite site) {
    int number = sites.size();
    sites.add(site);
    Type captured = site.captured();
    return captured.getArgumentCount() == 0
        ? code ->
            code.visitFieldInsn(
                GETSTATIC, name, instance(number), captured.getReturnType().getDescriptor())
        : code ->
            code.visitMethodInsn(
                INVOKESTATIC, name, maker(number), captured.getDescriptor(), false);
  }

  /** Returns the bytes of the class. */
  byte[] classFile() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    Set<String> interfaces = new LinkedHashSet<>();
    sites.forEach(site -> interfaces.add(site.implemented()));
    writer.visit(
        V17,
        ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC,
        name,
        null,
        OBJECT,
        interfaces.toArray(new String[0]));
    writer.visitNestHost(nestHost);
    Type[] fields = fields();
    writer.visitField(ACC_PRIVATE | ACC_FINAL, NUMBER, "I", null, null);
    for (int i = 0; i < fields.length; i++) {
      writer.visitField(ACC_PRIVATE | ACC_FINAL, field(i), fields[i].getDescriptor(), null, null);
    }
    writeConstructor(writer, fields);
    writeInstances(writer, fields);
    for (int i = 0; i < sites.size(); i++) {
      if (sites.get(i).captured().getArgumentCount() > 0) {
        writeMaker(writer, i, fields);
      }
    }
    Map<String, List<Integer>> methods = new LinkedHashMap<>();
    for (int i = 0; i < sites.size(); i++) {
      String method = sites.get(i).method() + sites.get(i).erased().getDescriptor();
      methods.computeIfAbsent(method, key -> new ArrayList<>()).add(i);
    }
    methods.values().forEach(numbers -> writeMethod(writer, numbers, fields));
    writer.visitEnd();
    return writer.toByteArray();
  }

  private Type[] fields() {
    if (sites.size() == 1) {
      return sites.get(0).captured().getArgumentTypes();
    }
    int most = 0;
    for (LambdaSite site : sites) {
      most = Math.max(most, site.captured().getArgumentCount());
    }
    Type[] fields = new Type[most];
    Arrays.fill(fields, Type.getObjectType(OBJECT));
    return fields;
  }

  private static String field(int number) {
    return "c" + number;
  }

  private static String instance(int number) {
    return "INSTANCE" + number;
  }

  private static String maker(int number) {
    return "make" + number;
  }

  private static String constructor(Type[] fields) {
    Type[] arguments = new Type[fields.length + 1];
    arguments[0] = Type.INT_TYPE;
    System.arraycopy(fields, 0, arguments, 1, fields.length);
    return Type.getMethodDescriptor(Type.VOID_TYPE, arguments);
  }

  private void writeConstructor(ClassWriter writer, Type[] fields) {
    MethodVisitor code =
        writer.visitMethod(ACC_PRIVATE, CONSTRUCTOR, constructor(fields), null, null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    code.visitMethodInsn(INVOKESPECIAL, OBJECT, CONSTRUCTOR, "()V", false);
    code.visitVarInsn(ALOAD, 0);
    code.visitVarInsn(ILOAD, 1);
    code.visitFieldInsn(PUTFIELD, /* owner= */ name, /* name= */ NUMBER, "I");
    int local = 2;
    for (int i = 0; i < fields.length; i++) {
      code.visitVarInsn(ALOAD, 0);
      code.visitVarInsn(fields[i].getOpcode(ILOAD), local);
      code.visitFieldInsn(PUTFIELD, name, field(i), fields[i].getDescriptor());
      local += fields[i].getSize();
    }
    end(code, RETURN);
  }

  /** Makes the instances of lambdas that capture nothing. */
  private void writeInstances(ClassWriter writer, Type[] fields) {
    MethodVisitor code = writer.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
    code.visitCode();
    for (int number = 0; number < sites.size(); number++) {
      Type captured = sites.get(number).captured();
      if (captured.getArgumentCount() == 0) {
        String type = captured.getReturnType().getDescriptor();
        writer.visitField(ACC_STATIC | ACC_FINAL, instance(number), type, null, null);
        begin(code, number);
        fill(code, 0, fields);
        code.visitFieldInsn(PUTSTATIC, name, instance(number), type);
      }
    }
    end(code, RETURN);
  }

  private void writeMaker(ClassWriter writer, int number, Type[] fields) {
    Type captured = sites.get(number).captured();
    MethodVisitor code =
        writer.visitMethod(ACC_STATIC, maker(number), captured.getDescriptor(), null, null);
    code.visitCode();
    begin(code, number);
    int local = 0;
    for (Type type : captured.getArgumentTypes()) {
      code.visitVarInsn(type.getOpcode(ILOAD), local);
      local += type.getSize();
    }
    fill(code, captured.getArgumentCount(), fields);
    end(code, ARETURN);
  }

  private void begin(MethodVisitor code, int number) {
    code.visitTypeInsn(NEW, name);
    code.visitInsn(DUP);
    code.visitLdcInsn(number);
  }

  /** Leaves the fields that a lambda does not use null, and calls the constructor. */
  private void fill(MethodVisitor code, int used, Type[] fields) {
    for (int i = used; i < fields.length; i++) {
      code.visitInsn(ACONST_NULL);
    }
    code.visitMethodInsn(INVOKESPECIAL, name, CONSTRUCTOR, constructor(fields), false);
  }

  /** Writes a method that some of the lambdas have. */
  private void writeMethod(ClassWriter writer, List<Integer> numbers, Type[] fields) {
    LambdaSite first = sites.get(numbers.get(0));
    MethodVisitor code =
        writer.visitMethod(ACC_PUBLIC, first.method(), first.erased().getDescriptor(), null, null);
    code.visitCode();
    if (numbers.size() > 1) {
      int[] keys = numbers.stream().mapToInt(Integer::intValue).toArray();
      Label[] labels = numbers.stream().map(number -> new Label()).toArray(Label[]::new);
      Label none = new Label();
      code.visitVarInsn(ALOAD, 0);
      code.visitFieldInsn(GETFIELD, /* owner= */ name, /* name= */ NUMBER, "I");
      code.visitLookupSwitchInsn(none, keys, labels);
      for (int i = 0; i < keys.length; i++) {
        code.visitLabel(labels[i]);
        code.visitFrame(F_SAME, 0, null, 0, null);
        writeBody(code, sites.get(keys[i]), fields);
      }
      code.visitLabel(none);
      code.visitFrame(F_SAME, 0, null, 0, null);
      code.visitInsn(ACONST_NULL);
      end(code, ATHROW);
    } else {
      writeBody(code, first, fields);
      code.visitMaxs(0, 0);
      code.visitEnd();
    }
  }

  private void writeBody(MethodVisitor code, LambdaSite site, Type[] fields) {
    Type[] captured = site.captured().getArgumentTypes();
    site.writeBody(
        code,
        number -> {
          code.visitVarInsn(ALOAD, 0);
          code.visitFieldInsn(GETFIELD, name, field(number), fields[number].getDescriptor());
          Conversion.cast(code, fields[number], captured[number]);
        });
  }

  private static void end(MethodVisitor code, int instruction) {
    code.visitInsn(instruction);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
