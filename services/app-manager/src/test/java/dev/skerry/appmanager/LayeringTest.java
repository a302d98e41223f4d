package dev.skerry.appmanager;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of the service and who may enter which. */
class LayeringTest {

    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.skerry.appmanager");

    @Test
    void theDomainSeesOnlyTheKernelAndTheJdk() {
        classes()
                .that()
                .resideInAPackage("..appmanager.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("..appmanager.domain..", "dev.skerry.kernel..", "java..", "org.jspecify..")
                .check(SERVICE);
    }

    @Test
    void theDomainReadsNoClockAndDoesNoIo() {
        noClasses()
                .that()
                .resideInAPackage("..appmanager.domain..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.net..", "java.nio..", "java.util.logging..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .check(SERVICE);
    }

    @Test
    void onlyTheWireMapsBetweenTheDomainAndAvro() {
        noClasses()
                .that()
                .resideInAnyPackage("..appmanager.stream..", "..appmanager.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.skerry.schemas..")
                .check(SERVICE);
    }

    @Test
    void theInnerRoomsDoNotKnowTheOuterOnes() {
        noClasses()
                .that()
                .resideInAnyPackage("..appmanager.domain..", "..appmanager.wire..", "..appmanager.stream..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..appmanager.rest..", "..appmanager.effect..", "org.springframework.web..")
                .check(SERVICE);
    }

    @Test
    void noServiceKnowsAnother() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.skerry.inventory..",
                        "dev.skerry.provisioner..",
                        "dev.skerry.platforminstaller..",
                        "dev.skerry.dnsregistry..")
                .check(SERVICE);
    }
}
