package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a raw record: its topic in the catalogue, its headers and its value. */
final class Intake {

    private final AvroCodec codec;
    private final Map<String, Topic> topics;

    Intake(AvroCodec codec, String prefix) {
        this.codec = codec;
        this.topics =
                Topics.ALL.stream().collect(Collectors.toMap(topic -> prefix + topic.name(), Function.identity()));
    }

    /** @throws PoisonException when the value cannot be understood */
    Received read(Arrival arrival) {
        Arrival.Origin origin = arrival.origin();
        Topic topic = topics.get(origin.topic());
        if (topic == null) {
            throw new IllegalStateException(origin.topic() + " is not in the catalogue");
        }
        EventHeaders headers = EventHeaders.from(arrival.headers(), origin.place(), origin.key(), arrival.timestamp());
        return new Received(topic, origin.key(), codec.decode(arrival.value()), headers);
    }
}
