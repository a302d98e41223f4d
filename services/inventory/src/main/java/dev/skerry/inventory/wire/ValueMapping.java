package dev.skerry.inventory.wire;

import dev.skerry.inventory.domain.Bmc;
import dev.skerry.inventory.domain.BmcProtocol;
import dev.skerry.inventory.domain.Board;
import dev.skerry.inventory.domain.Description;
import dev.skerry.inventory.domain.Disk;
import dev.skerry.inventory.domain.Facts;
import dev.skerry.inventory.domain.InstalledWith;
import dev.skerry.inventory.domain.Nic;
import dev.skerry.inventory.domain.NodeRole;
import dev.skerry.schemas.inventory.ProfileVersion;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
                        Optional.ofNullable(bmc.getCredentialsRef()),
                        Optional.ofNullable(bmc.getBoot()).map(boot -> Bmc.Boot.valueOf(boot.name())),
                        Optional.ofNullable(bmc.getBootMode()).map(mode -> Bmc.BootMode.valueOf(mode.name()))));
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
                .setBoot(bmc.boot()
                        .map(boot -> dev.skerry.schemas.inventory.BootSource.valueOf(boot.name()))
                        .orElse(null))
                .setBootMode(bmc.bootMode()
                        .map(mode -> dev.skerry.schemas.inventory.BootMode.valueOf(mode.name()))
                        .orElse(null))
                .build();
    }

    static Facts facts(dev.skerry.schemas.inventory.Facts avro) {
        return new Facts(
                avro.getArchitecture(),
                avro.getCpuCores(),
                avro.getMemoryMiB(),
                avro.getDisks().stream()
                        .map(disk -> new Disk(
                                disk.getName(),
                                disk.getSizeBytes(),
                                Optional.ofNullable(disk.getSerial()),
                                Optional.ofNullable(disk.getModel()),
                                Optional.ofNullable(disk.getWwn()),
                                Optional.ofNullable(disk.getRotational())))
                        .toList(),
                avro.getNics().stream()
                        .map(nic -> new Nic(
                                nic.getName(),
                                nic.getMac(),
                                Optional.ofNullable(nic.getDriver()),
                                Optional.ofNullable(nic.getSpeedMbps())))
                        .toList(),
                Optional.ofNullable(avro.getSmbiosUuid()),
                Optional.ofNullable(avro.getSerial()),
                Optional.ofNullable(avro.getManufacturer()),
                Optional.ofNullable(avro.getModel()),
                new Board(
                        Optional.ofNullable(avro.getCpuModel()),
                        Optional.ofNullable(avro.getCpuSockets()),
                        Optional.ofNullable(avro.getFirmware()),
                        Optional.ofNullable(avro.getBiosVersion()),
                        Optional.ofNullable(avro.getTpmVersion()),
                        Optional.ofNullable(avro.getBmcFirmware())));
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
                                .setModel(disk.model().orElse(null))
                                .setWwn(disk.wwn().orElse(null))
                                .setRotational(disk.rotational().orElse(null))
                                .build())
                        .toList())
                .setNics(facts.nics().stream()
                        .map(nic -> dev.skerry.schemas.inventory.Nic.newBuilder()
                                .setName(nic.name())
                                .setMac(nic.mac())
                                .setDriver(nic.driver().orElse(null))
                                .setSpeedMbps(nic.speedMbps().orElse(null))
                                .build())
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

    static Optional<InstalledWith> installedWith(@Nullable ProfileVersion avro) {
        return Optional.ofNullable(avro).map(it -> new InstalledWith(it.getName(), it.getVersion()));
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
