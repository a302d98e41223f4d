package dev.skerry.provisioner.wire;

import dev.skerry.provisioner.domain.Facts;
import dev.skerry.schemas.inventory.Disk;
import dev.skerry.schemas.inventory.Nic;
import java.util.Optional;

/** What an inspection found. */
final class FactsWire {

    private FactsWire() {}

    static dev.skerry.schemas.inventory.Facts avro(Facts facts) {
        return dev.skerry.schemas.inventory.Facts.newBuilder()
                .setArchitecture(facts.architecture())
                .setCpuCores(facts.cpuCores())
                .setMemoryMiB(facts.memoryMiB())
                .setDisks(facts.disks().stream()
                        .map(disk -> Disk.newBuilder()
                                .setName(disk.name())
                                .setSizeBytes(disk.sizeBytes())
                                .setSerial(disk.serial().orElse(null))
                                .build())
                        .toList())
                .setNics(facts.nics().stream()
                        .map(nic -> new Nic(nic.name(), nic.mac()))
                        .toList())
                .setSmbiosUuid(facts.smbiosUuid().orElse(null))
                .setSerial(facts.serial().orElse(null))
                .setManufacturer(facts.manufacturer().orElse(null))
                .setModel(facts.model().orElse(null))
                .build();
    }

    static Facts domain(dev.skerry.schemas.inventory.Facts facts) {
        return new Facts(
                facts.getArchitecture(),
                facts.getCpuCores(),
                facts.getMemoryMiB(),
                facts.getDisks().stream()
                        .map(disk -> new Facts.Disk(
                                disk.getName(), disk.getSizeBytes(), Optional.ofNullable(disk.getSerial())))
                        .toList(),
                facts.getNics().stream()
                        .map(nic -> new Facts.Nic(nic.getName(), nic.getMac()))
                        .toList(),
                Optional.ofNullable(facts.getSmbiosUuid()),
                Optional.ofNullable(facts.getSerial()),
                Optional.ofNullable(facts.getManufacturer()),
                Optional.ofNullable(facts.getModel()));
    }
}
