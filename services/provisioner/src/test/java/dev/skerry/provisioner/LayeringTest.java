package dev.skerry.provisioner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayeringTest {

    private static final String ROOT = "dev.skerry.provisioner";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void domainSeesOnlyTheKernelAndPlainJava() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".domain..",
                        "dev.skerry.kernel..",
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void domainReadsNoClockAndDrawsNoRandomNumber() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".domain..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        java.time.Clock.class,
                        java.util.Random.class,
                        java.util.concurrent.ThreadLocalRandom.class,
                        java.util.UUID.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    @Test
    void roomsSeeOnlyWhatTheyMay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .layer("domain")
                .definedBy(ROOT + ".domain..")
                .layer("wire")
                .definedBy(ROOT + ".wire..")
                .layer("stream")
                .definedBy(ROOT + ".stream..")
                .layer("effect")
                .definedBy(ROOT + ".effect..")
                .layer("rest")
                .definedBy(ROOT + ".rest..")
                .layer("wiring")
                .definedBy(ROOT)
                .whereLayer("wiring")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("rest")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("stream")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("effect")
                .mayOnlyBeAccessedByLayers("rest", "wiring")
                .whereLayer("wire")
                .mayOnlyBeAccessedByLayers("stream", "effect", "rest", "wiring")
                .check(CLASSES);
    }

    @Test
    void noOtherServiceIsSeen() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.skerry.inventory..",
                        "dev.skerry.platforminstaller..",
                        "dev.skerry.appmanager..",
                        "dev.skerry.dnsregistry..",
                        "dev.skerry.sim..")
                .check(CLASSES);
    }

    @Test
    void theStreamRoomKnowsNoSpring() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".stream..", ROOT + ".wire..", ROOT + ".effect..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(CLASSES);
    }
}
