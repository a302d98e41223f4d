package dev.skerry.appmanager.rest;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the DNS registry is told too; see docs/configuration.md.
 *
 * @param zone the zone, an absolute name
 */
@ConfigurationProperties("skerry.dns")
record ZoneProperties(@DefaultValue("edge.skerry.test.") String zone) {}
