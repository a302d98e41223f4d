package dev.skerry.local;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientRequest;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * Writes the commit marker of a transaction that its coordinator committed, into a partition that never got it. It is the request by
 * which coordinators end transactions (WriteTxnMarkers); {@code Admin} can send it to abort (KIP-664), not to commit.
 */
final class CommitMarker {

    private static final String CLIENT = "commit-marker";
    private static final int TIMEOUT_MILLIS = 20_000;

    /** The marker carries the epoch that the partition knows, which newer transaction versions do not take. */
    private static final short TRANSACTION_VERSION = 1;

    private CommitMarker() {}

    /**
     * Writes it.
     *
     * @param leader of the partition
     * @throws IOException when the broker does not answer
     * @throws KafkaException when it refuses
     */
    static void write(String brokers, Node leader, OpenTransaction committed) throws IOException {
        AdminClientConfig config = new AdminClientConfig(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers));
        try (Metrics metrics = new Metrics();
                NetworkClient client = ClientUtils.createNetworkClient(
                        config,
                        CLIENT,
                        metrics,
                        CLIENT,
                        new LogContext(),
                        new ApiVersions(),
                        Time.SYSTEM,
                        1,
                        TIMEOUT_MILLIS,
                        new ManualMetadataUpdater(),
                        new DefaultHostResolver())) {
            if (!NetworkClientUtils.awaitReady(client, leader, Time.SYSTEM, TIMEOUT_MILLIS)) {
                throw new IOException(leader + " does not answer");
            }
            TxnMarkerEntry marker = new TxnMarkerEntry(
                    committed.producerId(),
                    (short) committed.epoch(),
                    committed.coordinatorEpoch(),
                    TransactionResult.COMMIT,
                    List.of(committed.partition()),
                    TRANSACTION_VERSION);
            ClientRequest request = client.newClientRequest(
                    leader.idString(),
                    new WriteTxnMarkersRequest.Builder(List.of(marker)),
                    Time.SYSTEM.milliseconds(),
                    true);
            WriteTxnMarkersResponse answer =
                    (WriteTxnMarkersResponse) NetworkClientUtils.sendAndReceive(client, request, Time.SYSTEM)
                            .responseBody();
            Errors error = answer.errorsByProducerId()
                    .getOrDefault(committed.producerId(), Map.of())
                    .getOrDefault(committed.partition(), Errors.UNKNOWN_SERVER_ERROR);
            error.maybeThrow();
        }
    }
}
