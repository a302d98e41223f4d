package dev.skerry.peers;

import java.util.List;
import java.util.Map;

/**
 * What a broker has beside its plain listener on loopback.
 *
 * @param listeners more listeners on loopback, in an order that stays with the state folder
 * @param properties lines of server.properties that count before the broker's own
 * @param systemProperties of its JVM
 */
public record MoreOfABroker(
        List<Listener> listeners, Map<String, String> properties, Map<String, String> systemProperties) {

    /** Nothing more. */
    static final MoreOfABroker NOTHING = new MoreOfABroker(List.of(), Map.of(), Map.of());

    /**
     * A listener.
     *
     * @param name upper-case letters
     * @param protocol Kafka's name of it, such as {@code SSL}
     */
    public record Listener(String name, String protocol) {}

    public MoreOfABroker {
        listeners = List.copyOf(listeners);
        properties = Map.copyOf(properties);
        systemProperties = Map.copyOf(systemProperties);
    }
}
