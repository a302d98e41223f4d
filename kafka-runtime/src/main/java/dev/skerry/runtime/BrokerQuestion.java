package dev.skerry.runtime;

import dev.skerry.runtime.connection.KafkaConnection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Asks the broker who its cluster is: one request, no more than three seconds. */
final class BrokerQuestion implements Callable<String>, AutoCloseable {

    private static final int LIMIT_MILLIS = 3_000;

    private final Admin admin;

    BrokerQuestion(KafkaConnection connection) {
        this.admin = Admin.create(connection.with(Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                LIMIT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                LIMIT_MILLIS)));
    }

    @Override
    public String call() throws Exception {
        return admin.describeCluster(new DescribeClusterOptions().timeoutMs(LIMIT_MILLIS))
                .clusterId()
                .get(LIMIT_MILLIS + 1_000, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        admin.close();
    }
}
