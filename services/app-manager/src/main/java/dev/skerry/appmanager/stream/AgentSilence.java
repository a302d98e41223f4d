package dev.skerry.appmanager.stream;

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
        if (!silence.isPositive()) {
            throw new IllegalArgumentException("skerry.agents.silence must be positive");
        }
    }
}
