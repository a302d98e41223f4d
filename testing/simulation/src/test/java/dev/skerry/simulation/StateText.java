package dev.skerry.simulation;

import dev.skerry.appmanager.domain.fleet.Fleet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A state as text that is the same for equal states, whatever order their maps are in. */
final class StateText {

    private StateText() {}

    static String of(Object state) {
        return switch (state) {
            case Fleet fleet -> fleet(fleet);
            case dev.skerry.platforminstaller.domain.Fleet fleet -> text(List.of(fleet.sites(), fleet.clusterings()));
            case dev.skerry.inventory.domain.Inventory inventory -> {
                Map<String, Object> parts = new TreeMap<>();
                inventory.sites().forEach(site -> parts.put("site " + site.name(), site));
                inventory.machines().forEach(machine -> parts.put("machine " + machine.id(), machine));
                yield text(parts);
            }
            case dev.skerry.platforminstaller.domain.Site site -> text(List.of(site.machines(), site.clusters()));
            default -> text(state);
        };
    }

    private static String fleet(Fleet fleet) {
        Map<String, Object> parts = new TreeMap<>();
        fleet.apps().forEach(app -> parts.put("app " + app.id(), List.of(app, fleet.placementsOf(app.id()))));
        fleet.clusters()
                .forEach(cluster ->
                        parts.put("cluster " + cluster.id(), List.of(cluster, fleet.reserved(cluster.id()))));
        return text(parts);
    }

    private static String text(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(Object value, StringBuilder text) {
        switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> ordered = new TreeMap<>();
                map.forEach((key, each) -> ordered.put(String.valueOf(key), each));
                text.append('{');
                ordered.forEach((key, each) -> {
                    text.append(key).append('=');
                    write(each, text);
                    text.append("; ");
                });
                text.append('}');
            }
            case Set<?> set -> {
                Set<String> ordered = new TreeSet<>();
                set.forEach(each -> ordered.add(text(each)));
                text.append(ordered);
            }
            case List<?> list -> {
                text.append('[');
                list.forEach(each -> {
                    write(each, text);
                    text.append(", ");
                });
                text.append(']');
            }
            case Record record -> {
                text.append(record.getClass().getSimpleName()).append('(');
                for (var component : record.getClass().getRecordComponents()) {
                    text.append(component.getName()).append('=');
                    write(read(record, component.getAccessor()), text);
                    text.append(", ");
                }
                text.append(')');
            }
            case java.util.Optional<?> optional -> write(optional.isPresent() ? optional.get() : "none", text);
            default -> text.append(value);
        }
    }

    private static Object read(Record record, java.lang.reflect.Method accessor) {
        try {
            accessor.setAccessible(true);
            Object value = accessor.invoke(record);
            return value == null ? "null" : value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record can be read", e);
        }
    }
}
