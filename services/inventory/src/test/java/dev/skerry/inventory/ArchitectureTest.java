package dev.skerry.inventory;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The rooms of the house and who may look into which. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.skerry.inventory");

    @Test
    void domainSeesOnlyTheKernelAndThePureJdk() {
        classes()
                .that()
                .resideInAPackage("..inventory.domain..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "dev.skerry.inventory.domain..",
                                "dev.skerry.kernel..",
                                "java.lang..",
                                "java.util..",
                                "java.time..",
                                "org.jspecify.annotations..")
                        .or(type(InetAddress.class))
                        .or(type(Inet4Address.class))
                        .or(type(URI.class)))
                .check(CLASSES);
    }

    @Test
    void domainReadsNoClockAndDrawsNoRandomNumber() {
        noClasses()
                .that()
                .resideInAnyPackage("..inventory.domain..", "..inventory.wire..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(InetAddress.class, "getByName", String.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .check(CLASSES);
    }

    @Test
    void onlyTheWireSeesAvro() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..inventory.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.avro..", "dev.skerry.schemas..")
                .check(CLASSES);
    }

    @Test
    void springStaysOutsideTheRooms() {
        noClasses()
                .that()
                .resideInAnyPackage("..inventory.domain..", "..inventory.wire..", "..inventory.stream..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(CLASSES);
    }

    @Test
    void knowsNoOtherService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.skerry.provisioner..",
                        "dev.skerry.platforminstaller..",
                        "dev.skerry.appmanager..",
                        "dev.skerry.dnsregistry..",
                        "dev.skerry.sim..",
                        "dev.skerry.agent..")
                .check(CLASSES);
    }

    @Test
    void roomsFormNoCycle() {
        slices().matching("dev.skerry.inventory.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
