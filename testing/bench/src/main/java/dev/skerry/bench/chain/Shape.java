package dev.skerry.bench.chain;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What an average record looks like: the key and the headers of a typical one, and as many bytes of value as bring it to the average size.
 *
 * @param key a typical key
 * @param headers a typical record's
 * @param valueBytes so that key, headers and value are as large as the average
 */
record Shape(String key, List<Header> headers, int valueBytes) {

    /** @param records not empty */
    static Shape of(List<ConsumerRecord<String, byte[]>> records) {
        double average = records.stream().mapToInt(Shape::bytes).average().orElseThrow();
        ConsumerRecord<String, byte[]> typical = records.stream()
                .min(Comparator.comparingDouble(record -> Math.abs(bytes(record) - average)))
                .orElseThrow();
        int rest = (int) Math.round(average) - bytes(typical) + valueBytes(typical);
        return new Shape(typical.key(), List.of(typical.headers().toArray()), Math.max(0, rest));
    }

    /** Key, headers and value of a record. */
    static int bytes(ConsumerRecord<String, byte[]> record) {
        int bytes = utf8(record.key()) + valueBytes(record);
        for (Header header : record.headers()) {
            bytes += utf8(header.key()) + (header.value() == null ? 0 : header.value().length);
        }
        return bytes;
    }

    private static int valueBytes(ConsumerRecord<String, byte[]> record) {
        return record.value() == null ? 0 : record.value().length;
    }

    private static int utf8(String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Key, headers and value, bytes. */
    int size() {
        int bytes = utf8(key) + valueBytes;
        for (Header header : headers) {
            bytes += utf8(header.key()) + header.value().length;
        }
        return bytes;
    }
}
