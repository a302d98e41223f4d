package dev.skerry.dnsregistry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The five rooms and what each may see. */
class LayeringTest {

    private static final String SERVICE = "dev.skerry.dnsregistry";

    private final JavaClasses service = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(SERVICE);

    @Test
    void theDomainSeesOnlyTheKernelAndTheJdk() {
        classes()
                .that()
                .resideInAPackage(SERVICE + ".domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(SERVICE + ".domain..", "dev.skerry.kernel..", "java..", "org.jspecify..")
                .check(service);
    }

    @Test
    void theDomainReadsNoClockDrawsNoRandomAndHasNoStreams() {
        noClasses()
                .that()
                .resideInAPackage(SERVICE + ".domain..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..")
                .check(service);
    }

    @Test
    void avroIsMappedInOnePlace() {
        noClasses()
                .that()
                .resideInAnyPackage(SERVICE + ".domain..", SERVICE + ".stream..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.avro..", "dev.skerry.schemas..")
                .check(service);
    }

    @Test
    void kafkaIsTheRuntimesBusinessAndDnsTheEffects() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(service);
        noClasses()
                .that()
                .resideOutsideOfPackage(SERVICE + ".effect..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.xbill..")
                .check(service);
    }

    @Test
    void noRoomLooksBackAndNoOtherServiceIsSeen() {
        slices().matching(SERVICE + ".(*)..").should().beFreeOfCycles().check(service);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.skerry.inventory..",
                        "dev.skerry.provisioner..",
                        "dev.skerry.platforminstaller..",
                        "dev.skerry.appmanager..")
                .check(service);
    }
}
