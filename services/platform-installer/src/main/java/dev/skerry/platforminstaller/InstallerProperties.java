package dev.skerry.platforminstaller;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this service is told; see docs/configuration.md.
 *
 * @param publicUrl how nodes reach this door (HTTPS)
 * @param provisionerUrl how nodes reach the provisioner's door, for phone_home
 * @param agentsUrl how agents reach the app manager
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
        require(publicUrl, "public-url");
        require(provisionerUrl, "provisioner-url");
        require(agentsUrl, "agents-url");
        if (!grace.isPositive() || !joinTimeout.isPositive()) {
            throw new IllegalArgumentException("skerry.installer.grace and join-timeout must be positive, such as 60s");
        }
    }

    private static void require(@Nullable URI url, String name) {
        if (url == null) {
            throw new IllegalArgumentException("skerry.installer." + name + " is required, see docs/configuration.md");
        }
    }
}
