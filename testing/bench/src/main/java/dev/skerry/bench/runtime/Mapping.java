package dev.skerry.bench.runtime;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.AvroCodec;
import dev.skerry.runtime.EventHeaders;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Records to bytes and back, as each hop does it. */
@State(Scope.Benchmark)
public class Mapping {

    @Param({"MachineAnnounced", "WorkloadAvailable", "AgentReported"})
    public String record = "";

    private AvroCodec codec = new AvroCodec(new dev.skerry.registry.RegistryClient("http://127.0.0.1:1"), "");
    private String topic = "";
    private SpecificRecord value = Records.site();
    private byte[] bytes = new byte[0];
    private EventHeaders headers =
            Records.received(Topics.SITE_REQUESTS, "key", value).headers();
    private Headers written = new RecordHeaders();

    @Setup
    public void prepare() throws IOException {
        value = switch (record) {
            case "MachineAnnounced" -> Records.announced(1);
            case "WorkloadAvailable" -> Records.available(1);
            default -> Records.report(20, 1);
        };
        Topic home = Topics.ALL.stream()
                .filter(each -> each.types().contains(value.getClass()))
                .findFirst()
                .orElseThrow();
        topic = home.name();
        headers = Records.received(home, "52:54:00:00:00:01", value).headers();
        headers.to(written);
        // The codec asks for each schema once, so the registry may go before anything is measured.
        try (RegistryInMemory registry = new RegistryInMemory()) {
            codec = new AvroCodec(registry.client(), "");
            bytes = codec.encode(topic, value);
            codec.decode(bytes);
        }
    }

    @Benchmark
    public byte[] encode() {
        return codec.encode(topic, value);
    }

    @Benchmark
    public SpecificRecord decode() {
        return codec.decode(bytes);
    }

    @Benchmark
    public Headers writeHeaders() {
        Headers fresh = new RecordHeaders();
        headers.to(fresh);
        return fresh;
    }

    @Benchmark
    public EventHeaders readHeaders() {
        return EventHeaders.from(written, "topic-0-1", "key", 0);
    }
}
