package dev.skerry.platforminstaller;

import dev.skerry.runtime.settings.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this service is told; see docs/configuration.md.
 *
 * @param publicUrl required: how nodes reach this door (HTTPS)
 * @param provisionerUrl required: how nodes reach the provisioner's door, for phone_home
 * @param agentsUrl required: how agents reach the app manager
 * @param keysDir folder in which the clusters' authorities are kept; unset is clusters/ of the secrets folder
 * @param grace how long an agent may be away before its cluster is lost
 * @param joinTimeout how long an installed node may take to join its cluster, after its attempt's deadline
 */
@ConfigurationProperties("skerry.installer")
public record InstallerProperties(
        URI publicUrl,
        URI provisionerUrl,
        URI agentsUrl,
        @Nullable Path keysDir,
        @DefaultValue("60s") Duration grace,
        @DefaultValue("10m") Duration joinTimeout) {

    public InstallerProperties {
        setting("public-url").url(publicUrl, "https");
        setting("provisioner-url").url(provisionerUrl, "http", "https");
        setting("agents-url").url(agentsUrl, "https");
        setting("grace").positive(grace);
        setting("join-timeout").positive(joinTimeout);
    }

    private static Setting setting(String name) {
        return Setting.of("skerry.installer." + name);
    }
}
