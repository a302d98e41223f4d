package dev.skerry.testing.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.catalogue.Access;
import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.peers.KafkaBroker;
import dev.skerry.runtime.TopicCreator;
import dev.skerry.runtime.connection.KafkaConnection;
import dev.skerry.runtime.connection.KafkaProperties;
import dev.skerry.runtime.connection.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A real broker that asks who its clients are: who gets in, and what each service may do with the ACLs of its KafkaUser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private TestAuthority authority;
    private IdentityProvider provider;
    private KafkaBroker broker;

    @BeforeAll
    void start() throws Exception {
        Path home = Path.of(System.getProperty("skerry.home")).toAbsolutePath().normalize();
        authority = new TestAuthority(folder);
        provider = new IdentityProvider(authority);
        broker = SecuredBroker.start(folder.resolve("broker"), authority, provider);
        TopicCreator.create(broker.bootstrapServers(), "");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<byte[], byte[]> producer =
                        producer(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            List<AclBinding> acls = KafkaUsers.acls(home);
            assertThat(acls).isNotEmpty();
            admin.createAcls(acls).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            admin.createTopics(Access.ALL.stream()
                            .map(each -> new NewTopic(changelog(each), Optional.of(1), Optional.empty()))
                            .toList())
                    .all()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            for (Topic topic : Topics.ALL) {
                producer.send(record(topic.name())).get();
            }
        }
    }

    @AfterAll
    void stop() throws Exception {
        broker.close();
        provider.close();
    }

    @Test
    void aServiceReadsAndWritesWhatItsUserMayAndNothingElse() throws Exception {
        for (Access access : Access.ALL) {
            Set<String> read = new LinkedHashSet<>();
            Set<String> written = new LinkedHashSet<>();
            try (KafkaProducer<byte[], byte[]> producer = producer(certified(access.service(), Map.of()));
                    KafkaConsumer<byte[], byte[]> consumer = consumer(certified(access.service(), Map.of()))) {
                for (Topic topic : Topics.ALL) {
                    if (reads(consumer, topic)) {
                        read.add(topic.name());
                    }
                    if (writes(producer, topic.name())) {
                        written.add(topic.name());
                    }
                }
            }
            assertThat(read).as(access.service() + " reads").isEqualTo(names(access.reads()));
            assertThat(written).as(access.service() + " writes").isEqualTo(names(access.writes()));
            System.out.printf(
                    "%s: reads %d of %d topics and is refused %d, writes %d and is refused %d%n",
                    access.service(),
                    read.size(),
                    Topics.ALL.size(),
                    Topics.ALL.size() - read.size(),
                    written.size(),
                    Topics.ALL.size() - written.size());
        }
    }

    @Test
    void groupsTransactionsAndInternalTopicsAreEachServicesOwn() throws Exception {
        for (Access one : Access.ALL) {
            for (Access other : Access.ALL) {
                boolean own = one.equals(other);
                String what = one.service() + " with names of " + other.service();
                assertThat(commits(one, other.service() + "-v1")).as(what).isEqualTo(own);
                assertThat(begins(one.service(), other.service() + "-v1-1-0"))
                        .as(what)
                        .isEqualTo(own);
                try (KafkaProducer<byte[], byte[]> producer = producer(certified(one.service(), Map.of()))) {
                    assertThat(writes(producer, changelog(other))).as(what).isEqualTo(own);
                }
            }
        }
    }

    @Test
    void tasksAreTakenByTheServiceThatCarriesThemOut() throws Exception {
        String group = "provisioner." + Topics.POWER_TASKS.name();
        assertThat(shares("inventory", group)).isFalse();
        assertThat(shares("app-manager", group)).isFalse();
        assertThat(shares("provisioner", group)).isTrue();
    }

    @Test
    void whoShowsNoCertificateOrAnotherAuthoritysDoesNotGetIn() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        TestAuthority other = new TestAuthority(elsewhere);
        Map<String, String> stranger = new LinkedHashMap<>(SecuredBroker.settings(authority, other.issue("inventory")));
        assertThatThrownBy(() -> nodes(connection(SecuredBroker.CERTIFICATES, stranger)))
                .hasRootCauseInstanceOf(javax.net.ssl.SSLException.class);
        assertThatThrownBy(() -> nodes(connection(
                        SecuredBroker.CERTIFICATES, SecuredBroker.settings(other, authority.issue("inventory")))))
                .cause()
                .isInstanceOf(AuthenticationException.class);
    }

    @Test
    void aTokenOfTheProviderIsTaken() throws Exception {
        assertThat(nodes(connection(SecuredBroker.TOKENS, tokens("inventory")))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer=https://another.example", "audience=another"})
    void aTokenThatSaysSomethingElseIsNotEvenSent(String setting) throws Exception {
        Map<String, String> settings = tokens("inventory");
        String[] parts = setting.split("=", 2);
        settings.put("skerry.kafka.oauth." + parts[0], parts[1]);
        assertThatThrownBy(() -> nodes(connection(SecuredBroker.TOKENS, settings)))
                .isInstanceOf(org.apache.kafka.common.KafkaException.class)
                .rootCause()
                .hasMessageContaining(parts[0].equals("issuer") ? "iss" : "aud");
    }

    @Test
    void aWrongSecretGetsNoToken() throws Exception {
        Map<String, String> settings = tokens("inventory");
        settings.put(
                "skerry.kafka.oauth.client-secret-file",
                Files.writeString(folder.resolve("wrong"), "guessed").toString());
        assertThatThrownBy(() -> nodes(connection(SecuredBroker.TOKENS, settings)))
                .isInstanceOf(org.apache.kafka.common.KafkaException.class);
    }

    private Map<String, String> tokens(String client) throws Exception {
        return new LinkedHashMap<>(Map.of(
                "skerry.kafka.security-protocol",
                "SASL_SSL",
                "skerry.kafka.ssl.ca",
                authority.ca().toString(),
                "skerry.kafka.oauth.issuer",
                provider.url(),
                "skerry.kafka.oauth.audience",
                IdentityProvider.AUDIENCE,
                "skerry.kafka.oauth.jwks-url",
                provider.url() + "/keys",
                "skerry.kafka.oauth.token-url",
                provider.url() + "/token",
                "skerry.kafka.oauth.client-id",
                client,
                "skerry.kafka.oauth.client-secret-file",
                Files.writeString(folder.resolve("secret"), IdentityProvider.SECRET)
                        .toString(),
                "skerry.kafka.oauth.ca",
                authority.ca().toString()));
    }

    /** As a service's settings would have it. */
    private KafkaConnection connection(String listener, Map<String, String> settings) {
        KafkaProperties kafka = new Binder(new MapConfigurationPropertySource(settings))
                .bind("skerry.kafka", KafkaProperties.class)
                .get();
        return KafkaConnection.of(broker.bootstrapServers(listener), false, kafka);
    }

    private Map<String, Object> certified(String service, Map<String, ?> more) {
        return connection(SecuredBroker.CERTIFICATES, SecuredBroker.settings(authority, authority.issue(service)))
                .with(more);
    }

    private static int nodes(KafkaConnection connection) throws Exception {
        try (Admin admin =
                Admin.create(connection.with(Map.of("request.timeout.ms", 10_000, "default.api.timeout.ms", 20_000)))) {
            return admin.describeCluster()
                    .nodes()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .size();
        }
    }

    private static boolean writes(KafkaProducer<byte[], byte[]> producer, String topic) throws Exception {
        try {
            producer.send(record(topic)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).as(topic).isInstanceOf(TopicAuthorizationException.class);
            return false;
        }
    }

    private static boolean reads(KafkaConsumer<byte[], byte[]> consumer, Topic topic) {
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        try {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (System.nanoTime() < deadline) {
                if (!consumer.poll(Duration.ofMillis(100)).isEmpty()) {
                    return true;
                }
            }
            throw new AssertionError(topic + " was neither read nor refused");
        } catch (TopicAuthorizationException _) {
            return false;
        }
    }

    private boolean commits(Access service, String group) {
        TopicPartition own =
                new TopicPartition(service.reads().iterator().next().name(), 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                consumer(certified(service.service(), Map.of("group.id", group)))) {
            consumer.commitSync(Map.of(own, new OffsetAndMetadata(1)), LIMIT);
            return true;
        } catch (GroupAuthorizationException _) {
            return false;
        }
    }

    private boolean begins(String service, String transaction) {
        try (KafkaProducer<byte[], byte[]> producer =
                producer(certified(service, Map.of("transactional.id", transaction)))) {
            producer.initTransactions();
            return true;
        } catch (TransactionalIdAuthorizationException _) {
            return false;
        }
    }

    /** As a task worker does: the group is told to begin at the beginning, then a task is taken. */
    private boolean shares(String service, String group) throws Exception {
        Map<String, Object> settings = certified(service, Map.of());
        try (Admin admin = Admin.create(settings)) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, group),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(GroupAuthorizationException.class);
        }
        settings.put("group.id", group);
        try (KafkaShareConsumer<byte[], byte[]> consumer =
                new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.POWER_TASKS.name()));
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (System.nanoTime() < deadline) {
                if (!consumer.poll(Duration.ofMillis(200)).isEmpty()) {
                    return true;
                }
            }
            throw new AssertionError(service + " was neither given a task nor refused");
        } catch (GroupAuthorizationException | TopicAuthorizationException _) {
            return false;
        }
    }

    private static Set<String> names(Set<Topic> topics) {
        Set<String> names = new LinkedHashSet<>();
        topics.forEach(topic -> names.add(topic.name()));
        return names;
    }

    private static String changelog(Access access) {
        return access.service() + "-v1-some-state-changelog";
    }

    private static ProducerRecord<byte[], byte[]> record(String topic) {
        byte[] bytes = "proof".getBytes(StandardCharsets.US_ASCII);
        return new ProducerRecord<>(topic, 0, bytes, bytes);
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
