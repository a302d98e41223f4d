package dev.skerry.appmanager.effect;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topic.Kind;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.DeadLetter;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.RawPublisher;
import dev.skerry.runtime.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Writes a dead letter to the topic that it came from, once more: the bytes, the key and the headers as they were, and one more header that
 * names the dead letter.
 *
 * <p>The event keeps its id: nothing was carried out under it, so whoever waits for it or traces it finds what becomes of it now. Only
 * requests and observations are replayed: what asks or was seen is judged from the state as it is. An event or a snapshot is its owner's word
 * on how things stood; said again later, it would overrule what the owner has said since, and to every reader of the topic.
 */
public final class Replay {

    /** Names the dead letter that a record was replayed from. */
    public static final String HEADER = "skerry-replay-of";

    private final RawPublisher publisher;
    private final String prefix;

    /** @param prefix the installation's topic prefix; may be empty */
    public Replay(RawPublisher publisher, String prefix) {
        this.publisher = publisher;
        this.prefix = prefix;
    }

    /**
     * Replays; returns when the broker has acknowledged.
     *
     * @return the dead letter, whose event was written again
     * @throws Problem 409 when records of its topic are not replayed
     * @throws UnavailableException when the broker did not acknowledge
     */
    public DeadLetterItem replay(ConsumerRecord<String, byte[]> record) {
        DeadLetterItem item = DeadLetterItem.of(record);
        Topic topic = topic(item.topic()).orElseThrow(() -> refused(item));
        Headers headers = DeadLetter.without(record.headers());
        if (headers.lastHeader("ce_id") == null) {
            headers.add("ce_id", bytes(item.place())); // its id was its place, and is to stay what it was
        }
        headers.remove(HEADER);
        headers.add(HEADER, bytes(item.id()));
        publisher.publish(topic, item.key(), record.value(), headers);
        return item;
    }

    private Optional<Topic> topic(String name) {
        return Topics.ALL.stream()
                .filter(topic -> topic.kind() == Kind.REQUESTS || topic.kind() == Kind.OBSERVATIONS)
                .filter(topic -> name.equals(prefix + topic.name()))
                .findFirst();
    }

    private static Problem refused(DeadLetterItem item) {
        return new Problem(
                409,
                "topic",
                "a record of " + (item.topic().isEmpty() ? "an unknown topic" : item.topic()) + " is not replayed",
                "only requests and observations are; see docs/operations.md for the others");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
