package dev.skerry.inventory.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.catalogue.Topic;
import dev.skerry.inventory.domain.Inventory;
import dev.skerry.inventory.domain.InventoryDecider;
import dev.skerry.inventory.domain.InventoryEvent;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.Outgoing;
import dev.skerry.runtime.Received;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Drives the inventory as the decider's host does, with every record and entry as bytes in between. */
final class Host {

    static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123456789Z");

    final InventoryDecider decider = new InventoryDecider(new CelRules());
    final InventoryWire wire = new InventoryWire();
    final Map<String, SpecificRecord> store = new LinkedHashMap<>();
    final List<Entry> lastEntries = new ArrayList<>();
    Inventory inventory = decider.initial("fleet");

    List<Outgoing> receive(Topic topic, SpecificRecord input) {
        List<InventoryEvent> events = wire.input(received(topic, Bytes.through(input)))
                .map(told -> decider.decide(inventory, told, NOW))
                .orElse(List.of());
        inventory = decider.evolve(inventory, events);
        List<Outgoing> outgoing = events.stream()
                .flatMap(event -> wire.outgoing(event, inventory).stream())
                .toList();
        for (Outgoing out : outgoing) {
            if (out instanceof Outgoing.Publish publish) {
                assertThat(publish.topic().types()).contains(publish.value().getClass());
                assertThat(Bytes.through(publish.value())).isEqualTo(publish.value());
            }
        }
        lastEntries.clear();
        lastEntries.addAll(events.isEmpty() ? List.of() : wire.changed("fleet", inventory, events));
        for (Entry entry : lastEntries) {
            SpecificRecord record = entry.record();
            if (record == null) {
                store.remove(entry.name());
            } else {
                store.put(entry.name(), Bytes.through(record));
            }
        }
        if (!store.isEmpty()) {
            assertThat(wire.restored("fleet", List.copyOf(store.values()))).isEqualTo(inventory);
        }
        return outgoing;
    }

    static Received received(Topic topic, SpecificRecord record) {
        EventHeaders headers = new EventHeaders(
                "id-" + record.hashCode(),
                record.getSchema().getFullName(),
                "/skerry/test",
                NOW,
                "k",
                "id",
                "id",
                null);
        return new Received(topic, "k", record, headers);
    }
}
