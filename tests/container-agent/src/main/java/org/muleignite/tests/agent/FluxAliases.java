package org.muleignite.tests.agent;

import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Gives Reactor's {@code Flux} the two methods under the names they had in the milestone build that
 * Mule 4.1.1 was compiled against and that is not on Maven Central.
 */
final class FluxAliases extends ClassVisitor {

  private static final String FLUX = "reactor/core/publisher/Flux";

  FluxAliases(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  @Override
  public void visitEnd() {
    alias(
        "errorStrategyContinue",
        "onErrorContinue",
        "(Ljava/util/function/BiConsumer;)L" + FLUX + ";",
        2);
    alias("errorStrategyStop", "onErrorStop", "()L" + FLUX + ";", 1);
    super.visitEnd();
  }

  /**
   * Adds a method that passes its first {@code locals} reference variables on to another of the
   * same descriptor.
   */
  private void alias(String name, String target, String descriptor, int locals) {
    MethodVisitor method =
        visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, name, descriptor, null, null);
    method.visitCode();
    for (int i = 0; i < locals; i++) {
      method.visitVarInsn(Opcodes.ALOAD, i);
    }
    method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, FLUX, target, descriptor, false);
    method.visitInsn(Opcodes.ARETURN);
    // The writer computes the sizes.
    method.visitMaxs(0, 0);
    method.visitEnd();
  }
}
