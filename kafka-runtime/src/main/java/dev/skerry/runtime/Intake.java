package dev.skerry.runtime;

import dev.skerry.catalogue.Keys;
import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a raw record: its topic in the catalogue, its key, its headers and its value. Whatever is wrong with one is a
 * {@link PoisonException}: anything else would end the stream thread, which would come back to the same record for ever.
 */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /** Longer than any key or id of ours, and short enough to be copied to all that follows from a record. */
    private static final int LONGEST = 512;

    private final AvroCodec codec;
    private final Map<String, Topic> topics;

    Intake(AvroCodec codec, String prefix) {
        this.codec = codec;
        this.topics =
                Topics.ALL.stream().collect(Collectors.toMap(topic -> prefix + topic.name(), Function.identity()));
    }

    /** @throws PoisonException when the record cannot be understood, or does not belong where it stands */
    Received read(Arrival arrival) {
        Arrival.Origin origin = arrival.origin();
        Topic topic = topics.get(origin.topic());
        if (topic == null) {
            throw new PoisonException("topic: '" + origin.topic() + "' is not in the catalogue");
        }
        checkKey(topic, origin.key());
        EventHeaders headers = EventHeaders.from(arrival.headers(), origin.place(), origin.key(), arrival.timestamp());
        checkLength("ce_id", headers.id());
        checkLength("ce_correlationid", headers.correlationId());
        checkLength("ce_causationid", headers.causationId());
        SpecificRecord value = codec.decode(arrival.value());
        if (!topic.types().contains(value.getClass())) {
            throw new PoisonException("value: " + value.getSchema().getName() + " does not belong on " + topic
                    + "; it takes "
                    + topic.types().stream().map(Class::getSimpleName).collect(Collectors.joining(", ")));
        }
        Keys.of(value).filter(key -> !key.equals(origin.key())).ifPresent(key -> {
            throw new PoisonException("key: is '" + origin.key() + "'; write the " + topic.key() + ", '" + key + "'");
        });
        return new Received(topic, origin.key(), value, headers);
    }

    /**
     * What a reader makes of a record.
     *
     * @throws PoisonException when it can make nothing of it, also through a fault of its own
     */
    static <T> T understood(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (PoisonException | UnavailableException | KafkaException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new PoisonException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            LOG.error("a record could not be mapped", e);
            throw new PoisonException("internal error: " + e, e);
        }
    }

    private static void checkKey(Topic topic, String key) {
        if (key.isEmpty()) {
            throw new PoisonException("key: empty; the " + topic.key() + " is expected");
        }
        checkLength("key", key);
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw new PoisonException("key: has a control character; the " + topic.key() + " is expected");
        }
    }

    private static void checkLength(String what, String text) {
        if (text.length() > LONGEST) {
            throw new PoisonException(what + ": longer than " + LONGEST + " characters");
        }
    }
}
