package dev.skerry.platforminstaller;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of the service and which of them may see which. */
class ArchitectureTest {

    private static final String HERE = "dev.skerry.platforminstaller";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HERE);

    @Test
    void theDomainSeesOnlyTheKernelAndTheJdk() {
        classes()
                .that()
                .resideInAPackage(HERE + ".domain")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        HERE + ".domain",
                        "dev.skerry.kernel",
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    void theDomainReadsNoClockAndDrawsNoRandomNumber() {
        noClasses()
                .that()
                .resideInAPackage(HERE + ".domain")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.(Random|concurrent\\.ThreadLocalRandom)")
                .check(CLASSES);
    }

    @Test
    void wireAndStreamAreBelowTheDoors() {
        noClasses()
                .that()
                .resideInAnyPackage(HERE + ".wire", HERE + ".stream")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(HERE + ".rest", HERE + ".effect", "org.springframework..", "org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void effectsDoNotKnowTheDoors() {
        noClasses()
                .that()
                .resideInAPackage(HERE + ".effect")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(HERE + ".rest", HERE + ".stream", "org.springframework..")
                .check(CLASSES);
    }

    @Test
    void noOtherServiceIsSeen() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.skerry.inventory..",
                        "dev.skerry.provisioner..",
                        "dev.skerry.appmanager..",
                        "dev.skerry.dnsregistry..",
                        "dev.skerry.agent..",
                        "dev.skerry.sim..")
                .check(CLASSES);
    }
}
