package dev.skerry.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** The broker's configuration for one machine: nothing is replicated, little is kept in memory, dead members are missed soon. */
final class BrokerProperties {

    private static final String TEMPLATE = """
            # Written anew at each start.
            process.roles=broker,controller
            node.id=1
            listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d%4$s
            advertised.listeners=PLAINTEXT://127.0.0.1:%1$d%4$s
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT%5$s
            controller.listener.names=CONTROLLER
            controller.quorum.voters=1@127.0.0.1:%2$d
            log.dirs=%3$s

            auto.create.topics.enable=false
            auto.leader.rebalance.enable=false
            default.replication.factor=1
            min.insync.replicas=1
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=8
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            transaction.state.log.num.partitions=8
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            share.coordinator.state.topic.num.partitions=8

            # Disk and memory.
            log.segment.bytes=67108864
            log.index.size.max.bytes=1048576
            metadata.log.segment.bytes=16777216
            offsets.topic.segment.bytes=16777216
            transaction.state.log.segment.bytes=16777216
            share.coordinator.state.topic.segment.bytes=16777216
            log.cleaner.dedupe.buffer.size=16777216
            num.network.threads=2
            num.io.threads=4
            background.threads=4
            group.coordinator.threads=2

            # Alone in its quorum, it waits for nobody after a kill.
            broker.heartbeat.interval.ms=500
            broker.session.timeout.ms=3000

            # A group starts at once and misses a dead member after 10 s, not 45.
            group.initial.rebalance.delay.ms=0
            group.consumer.min.heartbeat.interval.ms=500
            group.consumer.heartbeat.interval.ms=1000
            group.consumer.min.session.timeout.ms=6000
            group.consumer.session.timeout.ms=10000
            group.consumer.assignment.interval.ms=0
            group.streams.initial.rebalance.delay.ms=0
            group.streams.min.heartbeat.interval.ms=500
            group.streams.heartbeat.interval.ms=1000
            group.streams.min.session.timeout.ms=6000
            group.streams.session.timeout.ms=10000
            group.streams.assignment.interval.ms=0
            group.share.min.heartbeat.interval.ms=500
            group.share.heartbeat.interval.ms=1000
            group.share.min.session.timeout.ms=6000
            group.share.session.timeout.ms=10000
            group.share.assignment.interval.ms=0
            group.share.initialize.retry.interval.ms=5000
            # The lock on a record stays at 30 s; a group may ask for less.
            group.share.min.record.lock.duration.ms=1000
            # A transaction whose producer is gone is looked for this often once its own time is over.
            transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
            """;

    private BrokerProperties() {}

    /**
     * Writes the file.
     *
     * @param data the folder of the log, absolute
     * @param ports of the plain listener, the controller, and the other listeners in their order
     */
    static void write(Path file, Path data, List<Integer> ports, MoreOfABroker more) throws IOException {
        StringBuilder listeners = new StringBuilder();
        StringBuilder protocols = new StringBuilder();
        for (int i = 0; i < more.listeners().size(); i++) {
            MoreOfABroker.Listener listener = more.listeners().get(i);
            listeners.append(",%s://127.0.0.1:%d".formatted(listener.name(), ports.get(i + 2)));
            protocols.append(",%s:%s".formatted(listener.name(), listener.protocol()));
        }
        StringBuilder text = new StringBuilder(
                TEMPLATE.formatted(ports.get(0), ports.get(1), escaped(data.toString()), listeners, protocols));
        new TreeMap<>(more.properties())
                .forEach((name, value) ->
                        text.append(name).append('=').append(escaped(value)).append('\n'));
        Files.writeString(file, text);
    }

    /** A properties file takes the backslash as an escape. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\");
    }
}
