package dev.skerry.runtime.limits;

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
        require(
                requestSize.toBytes() >= 1 && requestSize.toGigabytes() < 1,
                "request-size must be 1 byte to 1 GiB, such as 1MB");
        require(requestTime.isPositive(), "request-time must be positive, such as 30s");
        require(clientRate >= 1 && clientRate <= HIGHEST_RATE, "client-rate must be 1 to " + HIGHEST_RATE);
        require(rate >= 1 && rate <= HIGHEST_RATE, "rate must be 1 to " + HIGHEST_RATE);
        require(concurrent >= 1, "concurrent must be at least 1");
    }

    private static void require(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            throw new IllegalArgumentException("skerry.limits." + otherwise);
        }
    }
}
