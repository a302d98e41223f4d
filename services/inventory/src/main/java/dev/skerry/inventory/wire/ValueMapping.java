package dev.skerry.inventory.wire;

import dev.skerry.inventory.domain.Bmc;
import dev.skerry.inventory.domain.BmcProtocol;
import dev.skerry.inventory.domain.Description;
import dev.skerry.inventory.domain.Disk;
import dev.skerry.inventory.domain.Facts;
import dev.skerry.inventory.domain.Nic;
import dev.skerry.inventory.domain.NodeRole;
import java.util.Locale;
import java.util.Optional;

/** Values that stand in several records. Enums have the same names on both sides. */
final class ValueMapping {

    private ValueMapping() {}

    static Optional<Bmc> bmc(dev.skerry.schemas.inventory.Bmc avro) {
        return Optional.ofNullable(avro)
                .map(bmc -> new Bmc(
                        bmc.getManual()
                                ? BmcProtocol.MANUAL
                                : BmcProtocol.valueOf(bmc.getProtocol().name()),
                        bmc.getAddress(),
                        Optional.ofNullable(bmc.getCredentialsRef())));
    }

    static dev.skerry.schemas.inventory.Bmc bmc(Bmc bmc) {
        return dev.skerry.schemas.inventory.Bmc.newBuilder()
                .setProtocol(
                        bmc.protocol() == BmcProtocol.MANUAL
                                ? dev.skerry.schemas.inventory.BmcProtocol.NONE
                                : dev.skerry.schemas.inventory.BmcProtocol.valueOf(
                                        bmc.protocol().name()))
                .setManual(bmc.protocol() == BmcProtocol.MANUAL)
                .setAddress(bmc.address())
                .setCredentialsRef(bmc.credentialsRef().orElse(null))
                .build();
    }

    static Facts facts(dev.skerry.schemas.inventory.Facts avro) {
        return new Facts(
                avro.getArchitecture(),
                avro.getCpuCores(),
                avro.getMemoryMiB(),
                avro.getDisks().stream()
                        .map(disk ->
                                new Disk(disk.getName(), disk.getSizeBytes(), Optional.ofNullable(disk.getSerial())))
                        .toList(),
                avro.getNics().stream()
                        .map(nic -> new Nic(nic.getName(), nic.getMac()))
                        .toList(),
                Optional.ofNullable(avro.getSmbiosUuid()),
                Optional.ofNullable(avro.getSerial()),
                Optional.ofNullable(avro.getManufacturer()),
                Optional.ofNullable(avro.getModel()));
    }

    static dev.skerry.schemas.inventory.Facts facts(Facts facts) {
        return dev.skerry.schemas.inventory.Facts.newBuilder()
                .setArchitecture(facts.architecture())
                .setCpuCores(facts.cpuCores())
                .setMemoryMiB(facts.memoryMiB())
                .setDisks(facts.disks().stream()
                        .map(disk -> dev.skerry.schemas.inventory.Disk.newBuilder()
                                .setName(disk.name())
                                .setSizeBytes(disk.sizeBytes())
                                .setSerial(disk.serial().orElse(null))
                                .build())
                        .toList())
                .setNics(facts.nics().stream()
                        .map(nic -> dev.skerry.schemas.inventory.Nic.newBuilder()
                                .setName(nic.name())
                                .setMac(nic.mac())
                                .build())
                        .toList())
                .setSmbiosUuid(facts.smbiosUuid().orElse(null))
                .setSerial(facts.serial().orElse(null))
                .setManufacturer(facts.manufacturer().orElse(null))
                .setModel(facts.model().orElse(null))
                .build();
    }

    static dev.skerry.schemas.inventory.Source source(Description description) {
        return dev.skerry.schemas.inventory.Source.valueOf(description.source().name());
    }

    /** As {@code MachineState.role} says it: {@code server} or {@code agent}. */
    static String role(NodeRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    static NodeRole role(String text) {
        return NodeRole.valueOf(text.toUpperCase(Locale.ROOT));
    }

    static NodeRole role(dev.skerry.schemas.clusters.NodeRole avro) {
        return switch (avro) {
            case FIRST_SERVER, SERVER -> NodeRole.SERVER;
            case AGENT -> NodeRole.AGENT;
        };
    }
}
