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
                                .setModel(disk.model().orElse(null))
                                .setWwn(disk.wwn().orElse(null))
                                .setRotational(disk.rotational().orElse(null))
                                .build())
                        .toList())
                .setNics(facts.nics().stream()
                        .map(nic -> new Nic(
                                nic.name(),
                                nic.mac(),
                                nic.driver().orElse(null),
                                nic.speedMbps().orElse(null)))
                        .toList())
                .setSmbiosUuid(facts.smbiosUuid().orElse(null))
                .setSerial(facts.serial().orElse(null))
                .setManufacturer(facts.manufacturer().orElse(null))
                .setModel(facts.model().orElse(null))
                .setCpuModel(facts.board().cpuModel().orElse(null))
                .setCpuSockets(facts.board().cpuSockets().orElse(null))
                .setFirmware(facts.board().firmware().orElse(null))
                .setBiosVersion(facts.board().biosVersion().orElse(null))
                .setTpmVersion(facts.board().tpmVersion().orElse(null))
                .setBmcFirmware(facts.board().bmcFirmware().orElse(null))
                .build();
    }

    static Facts domain(dev.skerry.schemas.inventory.Facts facts) {
        return new Facts(
                facts.getArchitecture(),
                facts.getCpuCores(),
                facts.getMemoryMiB(),
                facts.getDisks().stream()
                        .map(disk -> new Facts.Disk(
                                disk.getName(),
                                disk.getSizeBytes(),
                                Optional.ofNullable(disk.getSerial()),
                                Optional.ofNullable(disk.getModel()),
                                Optional.ofNullable(disk.getWwn()),
                                Optional.ofNullable(disk.getRotational())))
                        .toList(),
                facts.getNics().stream()
                        .map(nic -> new Facts.Nic(
                                nic.getName(),
                                nic.getMac(),
                                Optional.ofNullable(nic.getDriver()),
                                Optional.ofNullable(nic.getSpeedMbps())))
                        .toList(),
                Optional.ofNullable(facts.getSmbiosUuid()),
                Optional.ofNullable(facts.getSerial()),
                Optional.ofNullable(facts.getManufacturer()),
                Optional.ofNullable(facts.getModel()),
                new Facts.Board(
                        Optional.ofNullable(facts.getCpuModel()),
                        Optional.ofNullable(facts.getCpuSockets()),
                        Optional.ofNullable(facts.getFirmware()),
                        Optional.ofNullable(facts.getBiosVersion()),
                        Optional.ofNullable(facts.getTpmVersion()),
                        Optional.ofNullable(facts.getBmcFirmware())));
    }
}
