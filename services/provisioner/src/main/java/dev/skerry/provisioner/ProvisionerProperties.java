package dev.skerry.provisioner;

import dev.skerry.kernel.Backoff;
import dev.skerry.provisioner.domain.Timing;
import dev.skerry.runtime.settings.Setting;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The provisioner's own settings.
 *
 * @param publicUrl required: how machines reach the boot door
 * @param installerUrl required: how nodes reach the platform installer
 * @param wakeOnLan where magic packets go, host:port
 * @param pause the setting {@code wait}: how long a waiting machine sleeps before it asks again, at least
 * @param waitingContacts how many contacts of waiting machines a second there are to be at most; when more machines wait, each
 *     sleeps longer, up to 1 minute
 * @param filesDir folder with vmlinuz, initrd, boot.iso for virtual media and, for installations without another one, the disk image called image; those of one architecture in a folder of its name (arm64). Without it none are served
 * @param inspection from the start of an inspection to its report
 * @param installation from the start of an installation to the phone-home
 * @param wipe from the start of a release to the wipe's report
 * @param task from handing out a power command to its outcome
 * @param attempts how often an inspection, installation or wipe is tried, 1 to 99
 * @param firstRetry the delay before the second try; doubles with each
 * @param longestRetry the longest delay
 * @param powerAttempts how often a power command is given within one try
 * @param firstPowerRetry the delay before it is given again; doubles with each
 * @param longestPowerRetry the longest delay
 */
@ConfigurationProperties("skerry.provisioner")
public record ProvisionerProperties(
        URI publicUrl,
        URI installerUrl,
        @DefaultValue("255.255.255.255:9") String wakeOnLan,
        @Name("wait") @DefaultValue("5s") Duration pause,
        @DefaultValue("50") int waitingContacts,
        @Nullable Path filesDir,
        @DefaultValue("10m") Duration inspection,
        @DefaultValue("30m") Duration installation,
        @DefaultValue("30m") Duration wipe,
        @DefaultValue("60s") Duration task,
        @DefaultValue("3") int attempts,
        @DefaultValue("10s") Duration firstRetry,
        @DefaultValue("5m") Duration longestRetry,
        @DefaultValue("5") int powerAttempts,
        @DefaultValue("2s") Duration firstPowerRetry,
        @DefaultValue("30s") Duration longestPowerRetry) {

    public ProvisionerProperties {
        setting("public-url").url(publicUrl, "http", "https");
        setting("installer-url").url(installerUrl, "https");
        setting("wake-on-lan").addresses(wakeOnLan);
        setting("wait").positive(pause);
        setting("waiting-contacts").within(1, 1_000_000, waitingContacts);
        if (filesDir != null && !Files.isDirectory(filesDir)) {
            throw setting("files-dir").wrong(filesDir, "is no folder", "make it, or leave the setting out");
        }
        setting("inspection").positive(inspection);
        setting("installation").positive(installation);
        setting("wipe").positive(wipe);
        setting("task").positive(task);
        setting("attempts").within(1, 99, attempts);
        setting("first-retry").positive(firstRetry);
        setting("longest-retry").atLeast(firstRetry, "first-retry", longestRetry);
        setting("power-attempts").within(1, 99, powerAttempts);
        setting("first-power-retry").positive(firstPowerRetry);
        setting("longest-power-retry").atLeast(firstPowerRetry, "first-power-retry", longestPowerRetry);
    }

    private static Setting setting(String name) {
        return Setting.of("skerry.provisioner." + name);
    }

    Timing timing() {
        return new Timing(
                inspection,
                installation,
                wipe,
                task,
                new Backoff(firstRetry, longestRetry, attempts),
                new Backoff(firstPowerRetry, longestPowerRetry, powerAttempts));
    }

    InetSocketAddress wakeOnLanAddress() {
        int colon = wakeOnLan.lastIndexOf(':');
        return InetSocketAddress.createUnresolved(
                wakeOnLan.substring(0, colon), Integer.parseInt(wakeOnLan.substring(colon + 1)));
    }
}
