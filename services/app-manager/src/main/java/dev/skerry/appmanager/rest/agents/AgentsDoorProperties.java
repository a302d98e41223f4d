package dev.skerry.appmanager.rest.agents;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the agents' door; see docs/configuration.md.
 *
 * @param port the TLS port; 0 takes a free one
 */
@ConfigurationProperties("skerry.agents")
public record AgentsDoorProperties(int port) {}
