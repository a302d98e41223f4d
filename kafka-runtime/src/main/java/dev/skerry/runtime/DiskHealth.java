package dev.skerry.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.util.unit.DataSize;

/** Out of service when the disk under the state folder is nearly full: before writes fail, not after. */
final class DiskHealth implements HealthIndicator {

    private final Path folder;
    private final DataSize reserve;
    private final Space space;

    /** Measures what is left. */
    interface Space {
        /** The bytes that this process may still write on the disk of an existing folder. */
        long usable(Path folder) throws IOException;
    }

    /** @param reserve what should be left, at least */
    DiskHealth(Path folder, DataSize reserve, Space space) {
        this.folder = folder.toAbsolutePath().normalize();
        this.reserve = reserve;
        this.space = space;
    }

    static DiskHealth of(Path folder, DataSize reserve) {
        return new DiskHealth(
                folder, reserve, existing -> Files.getFileStore(existing).getUsableSpace());
    }

    @Override
    public Health health() {
        long usable;
        try {
            usable = space.usable(existing());
        } catch (IOException e) {
            return Health.outOfService()
                    .withDetail("folder", folder.toString())
                    .withDetail("reason", "the disk cannot be asked: " + e)
                    .withDetail("remedy", "mount it, or set skerry.state-dir to a folder that can be written")
                    .build();
        }
        Health.Builder health = usable >= reserve.toBytes() ? Health.up() : Health.outOfService();
        health.withDetail("folder", folder.toString()).withDetail("usableMiB", usable >> 20);
        if (usable < reserve.toBytes()) {
            health.withDetail("reason", "less than " + reserve.toMegabytes() + " MiB are left")
                    .withDetail("remedy", "free space there, or move skerry.state-dir to a larger disk");
        }
        return health.build();
    }

    /** What may still be written, bytes; not a number when the disk cannot be asked. */
    double usable() {
        try {
            return space.usable(existing());
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** The folder, or the nearest above it while it is not made yet. */
    private Path existing() {
        Path each = folder;
        while (!Files.exists(each) && each.getParent() != null) {
            each = each.getParent();
        }
        return each;
    }
}
