package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.connection.KafkaConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Creates the catalogue's topics in local mode, over a plain listener. Services never do: a step before them does, like the registrar. In a
 * cluster Strimzi makes them of k8s/base/kafka/topics.yaml.
 */
public final class TopicCreator {

    private static final int LIMIT_SECONDS = 60;

    private TopicCreator() {}

    /**
     * Creates what is not there yet; existing topics are left as they are. The broker's default replication factor counts.
     *
     * @param bootstrapServers {@code host:port}, comma-separated
     * @param prefix the installation's topic prefix; may be empty
     * @return how many topics were created
     * @throws UnavailableException when the broker does not answer within 60 s
     */
    public static int create(String bootstrapServers, String prefix) {
        try (Admin admin = Admin.create(KafkaConnection.local(bootstrapServers).with(Map.of()))) {
            var known = admin.listTopics().names().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = Topics.ALL.stream()
                    .filter(topic -> !known.contains(prefix + topic.name()))
                    .map(topic -> topic(topic, prefix))
                    .toList();
            admin.createTopics(missing).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return missing.size();
        } catch (ExecutionException | TimeoutException e) {
            throw new UnavailableException("the topics could not be created at " + bootstrapServers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while creating topics", e);
        }
    }

    private static NewTopic topic(Topic topic, String prefix) {
        return new NewTopic(prefix + topic.name(), Optional.of(topic.partitions()), Optional.empty())
                .configs(topic.configuration());
    }

    /**
     * Topic creation and nothing else, as a step of its own.
     *
     * @param args the brokers, then the topic prefix if there is one
     */
    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println("usage: TopicCreator BOOTSTRAP_SERVERS [TOPIC_PREFIX]");
            System.exit(2);
        }
        System.out.println(create(args[0], args.length > 1 ? args[1] : "") + " topics created at " + args[0]);
    }
}
