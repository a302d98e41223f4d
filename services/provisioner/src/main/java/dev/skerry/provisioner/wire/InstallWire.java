package dev.skerry.provisioner.wire;

import dev.skerry.provisioner.domain.InstallOrder;
import dev.skerry.schemas.inventory.ProfileVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a machine is installed. */
final class InstallWire {

    private InstallWire() {}

    static Optional<InstallOrder> domain(dev.skerry.schemas.inventory.@Nullable InstallOrder order) {
        return Optional.ofNullable(order)
                .map(it -> new InstallOrder(
                        it.getProfile().getName(),
                        it.getProfile().getVersion(),
                        it.getKernel(),
                        it.getInitrd(),
                        it.getImage(),
                        it.getImageSha256(),
                        it.getDisk()));
    }

    static dev.skerry.schemas.inventory.@Nullable InstallOrder avro(Optional<InstallOrder> order) {
        return order.map(it -> new dev.skerry.schemas.inventory.InstallOrder(
                        new ProfileVersion(it.profile(), it.version()),
                        it.kernel(),
                        it.initrd(),
                        it.image(),
                        it.imageSha256(),
                        it.disk()))
                .orElse(null);
    }

    /** What the next attempt does, which may be to install without a profile. */
    static dev.skerry.schemas.inventory.InstallOrder next(Optional<InstallOrder> order) {
        return Optional.ofNullable(avro(order))
                .orElseGet(() ->
                        new dev.skerry.schemas.inventory.InstallOrder(new ProfileVersion("", 0), "", "", "", "", ""));
    }

    static Optional<InstallOrder> next(dev.skerry.schemas.inventory.InstallOrder order) {
        return order.getProfile().getName().isEmpty() ? Optional.empty() : domain(order);
    }

    static @Nullable ProfileVersion version(Optional<InstallOrder> order) {
        return order.map(it -> new ProfileVersion(it.profile(), it.version())).orElse(null);
    }
}
