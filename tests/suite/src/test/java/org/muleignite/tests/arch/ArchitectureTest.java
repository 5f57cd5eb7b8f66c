package org.muleignite.tests.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who may know whom: what lets one build run on every Mule 4 and keeps Ignite out of the
 * applications' sight.
 */
class ArchitectureTest {

  private static final int JAVA_8 = 52;

  private static JavaClasses ours;

  @BeforeAll
  static void read() {
    ours =
        new ClassFileImporter()
            .withImportOption(
                location -> !location.contains("/tests/") && !location.contains("/test-classes/"))
            .importPackages("org.muleignite");
    assertTrue(ours.contain("org.muleignite.queue.QueueModule"), "the queue module was read");
    assertTrue(
        ours.contain("org.muleignite.objectstore.ObjectStoreModule"),
        "the object store module was read");
  }

  @Test
  void theEntryKnowsOnlyMuleAndTheJdk() {
    classes()
        .that()
        .resideInAPackage("org.muleignite.cluster.entry..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.mule.runtime..", "org.muleignite.cluster.entry..")
        .check(ours);
  }

  @Test
  void fewClassesRestOnInternalsOfMuleOrIgnite() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.muleignite.cluster.messaging.IgniteTransport")
        .and()
        .doNotHaveFullyQualifiedName("org.muleignite.objectstore.ignite.LastCopy")
        .and()
        .doNotHaveFullyQualifiedName("org.muleignite.cluster.node.FilledCopies")
        .and()
        .doNotHaveFullyQualifiedName("org.muleignite.cluster.node.LocalPartitions")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.mule..internal..", "org.apache.ignite.internal..")
        .check(ours);
  }

  @Test
  void springAndInjectionAreReachedByNameOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "javax.inject..", "jakarta..")
        .check(ours);
  }

  @Test
  void noClassOfMuleIsExtended() {
    classes().should(notExtendMule()).check(ours);
  }

  @Test
  void theServiceModulesDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("org.muleignite.queue..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.muleignite.objectstore..")
        .check(ours);
    noClasses()
        .that()
        .resideInAPackage("org.muleignite.objectstore..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.muleignite.queue..")
        .check(ours);
    noClasses()
        .that()
        .resideInAPackage("org.muleignite.cluster..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.muleignite.queue..", "org.muleignite.objectstore..")
        .check(ours);
  }

  @Test
  void onlyTheWiringKnowsBothMuleAndIgnite() {
    classes()
        .that(dependOn("org.mule.runtime").and(dependOn("org.apache.ignite")))
        .should()
        .resideInAPackage("org.muleignite.cluster.engine")
        .orShould()
        .haveSimpleNameEndingWith("Module")
        .check(ours);
  }

  @Test
  void everyClassRunsOnJava8() throws IOException {
    for (JavaClass type : ours) {
      if (type.getSource().isPresent()) {
        try (InputStream file = type.getSource().get().getUri().toURL().openStream();
            DataInputStream in = new DataInputStream(file)) {
          in.readInt();
          in.readUnsignedShort();
          assertEquals(JAVA_8, in.readUnsignedShort(), type.getName());
        }
      }
    }
  }

  private static DescribedPredicate<JavaClass> dependOn(String prefix) {
    return DescribedPredicate.describe(
        "depend on " + prefix,
        type ->
            type.getDirectDependenciesFromSelf().stream()
                .anyMatch(
                    dependency -> dependency.getTargetClass().getPackageName().startsWith(prefix)));
  }

  private static ArchCondition<JavaClass> notExtendMule() {
    return new ArchCondition<>("not extend a class of Mule, other than an exception") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean extended =
            type.getAllRawSuperclasses().stream()
                .filter(parent -> parent.getPackageName().startsWith("org.mule.runtime"))
                .anyMatch(parent -> !parent.isAssignableTo(Throwable.class));
        events.add(
            new SimpleConditionEvent(type, !extended, type.getName() + " extends a class of Mule"));
      }
    };
  }
}
