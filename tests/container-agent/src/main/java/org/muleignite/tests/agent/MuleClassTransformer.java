package org.muleignite.tests.agent;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/**
 * Rewrites the few classes of the container that need something Java 8 had. Stateless, so
 * thread-safe.
 */
final class MuleClassTransformer implements ClassFileTransformer {

  private static final String OURS = "org/muleignite/tests/agent/";

  private static final Map<String, String> REPLACED_TYPES =
      Map.of(
          "sun/misc/CompoundEnumeration", OURS + "CompoundEnumeration",
          "sun/misc/IOUtils", OURS + "IOUtils");

  private static final Map<String, UnaryOperator<ClassVisitor>> REWRITES =
      Map.of(
          "org/mule/runtime/core/internal/util/CompositeClassLoader",
          MuleClassTransformer::replaceTypes,
          "org/mule/runtime/module/artifact/api/classloader/FineGrainedControlClassLoader",
          MuleClassTransformer::replaceTypes,
          "org/mule/runtime/module/artifact/api/classloader/RegionClassLoader",
          MuleClassTransformer::replaceTypes,
          "org/mule/runtime/http/api/domain/entity/InputStreamHttpEntity",
          MuleClassTransformer::replaceTypes,
          "org/mule/runtime/extension/api/dsl/syntax/XmlDslSyntaxResolver",
          next -> new AllocationReplacer(next, "java/util/HashMap", OURS + "ReentrantHashMap"),
          "reactor/core/publisher/Flux",
          FluxAliases::new);

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> classBeingRedefined,
      ProtectionDomain protectionDomain,
      byte[] classfile) {
    // The JVM names no class when it defines a hidden one.
    UnaryOperator<ClassVisitor> rewrite = className == null ? null : REWRITES.get(className);
    if (rewrite == null) {
      return null;
    }
    ClassReader reader = new ClassReader(classfile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(rewrite.apply(writer), 0);
    return writer.toByteArray();
  }

  private static ClassVisitor replaceTypes(ClassVisitor next) {
    return new ClassRemapper(next, new SimpleRemapper(REPLACED_TYPES));
  }
}
