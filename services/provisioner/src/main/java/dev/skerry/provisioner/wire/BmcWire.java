package dev.skerry.provisioner.wire;

import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.inventory.BootMode;
import dev.skerry.schemas.inventory.BootSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Power controllers. */
final class BmcWire {

    private BmcWire() {}

    static dev.skerry.schemas.inventory.Bmc avro(Bmc bmc) {
        return dev.skerry.schemas.inventory.Bmc.newBuilder()
                .setProtocol(
                        switch (bmc.protocol()) {
                            case REDFISH -> BmcProtocol.REDFISH;
                            case IPMI -> BmcProtocol.IPMI;
                            case NONE, MANUAL -> BmcProtocol.NONE;
                        })
                .setAddress(bmc.address())
                .setCredentialsRef(bmc.credentialsRef().orElse(null))
                .setManual(bmc.protocol() == Bmc.Protocol.MANUAL)
                .setBoot(bmc.boot() == Bmc.Boot.VIRTUAL_MEDIA ? BootSource.VIRTUAL_MEDIA : null)
                .setBootMode(bmc.bootMode()
                        .map(mode -> switch (mode) {
                            case UEFI -> BootMode.UEFI;
                            case LEGACY -> BootMode.LEGACY;
                        })
                        .orElse(null))
                .build();
    }

    static Bmc domain(dev.skerry.schemas.inventory.@Nullable Bmc bmc) {
        if (bmc == null) {
            return Bmc.NONE;
        }
        return new Bmc(
                switch (bmc.getProtocol()) {
                    case REDFISH -> Bmc.Protocol.REDFISH;
                    case IPMI -> Bmc.Protocol.IPMI;
                    case NONE -> bmc.getManual() ? Bmc.Protocol.MANUAL : Bmc.Protocol.NONE;
                },
                bmc.getAddress(),
                Optional.ofNullable(bmc.getCredentialsRef()),
                bmc.getBoot() == BootSource.VIRTUAL_MEDIA ? Bmc.Boot.VIRTUAL_MEDIA : Bmc.Boot.NETWORK,
                Optional.ofNullable(bmc.getBootMode()).map(mode -> switch (mode) {
                    case UEFI -> Bmc.BootMode.UEFI;
                    case LEGACY -> Bmc.BootMode.LEGACY;
                }));
    }
}
