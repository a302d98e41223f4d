package dev.skerry.runtime;

import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Between Kafka Streams' records and ours. */
final class StreamsRecords {

    private StreamsRecords() {}

    static Arrival arrival(ProcessorContext<?, ?> context, Record<String, byte[]> record) {
        RecordMetadata place = context.recordMetadata().orElseThrow();
        return Arrival.at(
                place.topic(),
                place.partition(),
                place.offset(),
                record.key(),
                record.value(),
                record.headers(),
                record.timestamp());
    }

    static Record<String, Out> record(Departure departure) {
        return new Record<>(
                departure.key(),
                new Out(departure.topic(), departure.value()),
                departure.timestamp(),
                departure.headers());
    }
}
