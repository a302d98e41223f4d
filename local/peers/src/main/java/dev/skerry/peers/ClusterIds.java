package dev.skerry.peers;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** Ids for new clusters, in Kafka's form: a random UUID as 22 characters of URL-safe Base64. */
final class ClusterIds {

    private ClusterIds() {}

    static String random() {
        UUID id = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(Long.BYTES * 2)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        // A leading dash would read as an option on the command line of the storage tool.
        return text.startsWith("-") ? random() : text;
    }
}
