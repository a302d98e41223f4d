package dev.skerry.appmanager.rest.agents;

import dev.skerry.runtime.settings.Setting;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the agents' door; see docs/configuration.md.
 *
 * @param port required: the TLS port; 0 takes a free one
 */
@ConfigurationProperties("skerry.agents")
public record AgentsDoorProperties(Integer port) {

    public AgentsDoorProperties {
        Setting setting = Setting.of("skerry.agents.port");
        setting.within(0, 65_535, setting.required(port, "the TLS port of the agents' door, such as 8443"));
    }
}
