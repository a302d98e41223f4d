package dev.skerry.appmanager.stream;

import dev.skerry.runtime.settings.Setting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the deciders are told; see docs/configuration.md.
 *
 * @param silence how long without a report before an agent counts as disconnected
 */
@ConfigurationProperties("skerry.agents")
public record AgentSilence(@DefaultValue("30s") Duration silence) {

    public AgentSilence {
        Setting.of("skerry.agents.silence").positive(silence);
    }
}
