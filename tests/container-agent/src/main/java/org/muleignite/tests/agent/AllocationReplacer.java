package org.muleignite.tests.agent;

import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Makes a class create objects of a subclass wherever it creates objects of one given class. */
final class AllocationReplacer extends ClassVisitor {

  private final String oldType;
  private final String newType;

  AllocationReplacer(ClassVisitor next, String oldType, String newType) {
    super(Opcodes.ASM9, next);
    this.oldType = oldType;
    this.newType = newType;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    return new MethodVisitor(Opcodes.ASM9, next) {
      @Override
      public void visitTypeInsn(int opcode, String type) {
        super.visitTypeInsn(opcode, opcode == Opcodes.NEW ? replacement(type) : type);
      }

      @Override
      public void visitMethodInsn(
          int opcode, String owner, String method, String methodDescriptor, boolean isInterface) {
        String target = "<init>".equals(method) ? replacement(owner) : owner;
        super.visitMethodInsn(opcode, target, method, methodDescriptor, isInterface);
      }
    };
  }

  private String replacement(String type) {
    return type.equals(oldType) ? newType : type;
  }
}
