package dev.skerry.runtime.limits;

import dev.skerry.runtime.settings.Setting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a door takes at most; see docs/configuration.md.
 *
 * @param requestSize the largest body, 1 byte to 1 GiB
 * @param requestTime how long a body may take to arrive
 * @param clientRate requests a second of one client: an address, an IPv6 /64, or the subject of a client certificate. Twice as many may
 *     come at once after a pause
 * @param rate requests a second of all clients; twice as many may come at once after a pause
 * @param concurrent requests that are answered at once; open streams are counted on their own
 */
@ConfigurationProperties("skerry.limits")
public record LimitProperties(
        @DefaultValue("1MB") DataSize requestSize,
        @DefaultValue("30s") Duration requestTime,
        @DefaultValue("500") int clientRate,
        @DefaultValue("5000") int rate,
        @DefaultValue("1000") int concurrent) {

    private static final int HIGHEST_RATE = 1_000_000;

    public LimitProperties {
        if (requestSize.toBytes() < 1 || requestSize.toGigabytes() >= 1) {
            throw setting("request-size").wrong(requestSize, "is out of range", "set it to 1B to 1023MB");
        }
        setting("request-time").positive(requestTime);
        setting("client-rate").within(1, HIGHEST_RATE, clientRate);
        setting("rate").within(1, HIGHEST_RATE, rate);
        setting("concurrent").within(1, HIGHEST_RATE, concurrent);
    }

    private static Setting setting(String name) {
        return Setting.of("skerry.limits." + name);
    }
}
