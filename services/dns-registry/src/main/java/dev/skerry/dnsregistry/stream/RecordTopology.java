package dev.skerry.dnsregistry.stream;

import dev.skerry.catalogue.Topics;
import dev.skerry.dnsregistry.domain.NameDecider;
import dev.skerry.dnsregistry.domain.NameEvent;
import dev.skerry.dnsregistry.domain.NameInput;
import dev.skerry.dnsregistry.domain.NameState;
import dev.skerry.dnsregistry.wire.RecordWire;
import dev.skerry.runtime.DeciderTopology;

/** Workloads that come and go, brought to the names that they answer for; out come the records. */
public final class RecordTopology {

    private RecordTopology() {}

    /** One decider, keyed by name without the zone. */
    public static DeciderTopology<NameState, NameInput, NameEvent> records() {
        return DeciderTopology.of("records", Topics.RECORD_STORE, new NameDecider(), new RecordWire())
                .rekeyed(RecordWire::nameOf, Topics.WORKLOAD_EVENTS);
    }
}
