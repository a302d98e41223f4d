package dev.skerry.rules;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Avro records as CEL sees them: as structs with the same members. What is null is a member that is not there. */
final class FactTypes implements CelTypeProvider {

    private final Map<String, CelType> structs = new LinkedHashMap<>();
    private final CelType root;

    FactTypes(Schema schema) {
        root = type(schema);
    }

    /** The type of the schema itself. */
    CelType root() {
        return root;
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.copyOf(structs.values());
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(structs.get(name));
    }

    private CelType type(Schema schema) {
        return switch (schema.getType()) {
            case STRING, ENUM -> SimpleType.STRING;
            case INT, LONG -> SimpleType.INT;
            case FLOAT, DOUBLE -> SimpleType.DOUBLE;
            case BOOLEAN -> SimpleType.BOOL;
            case ARRAY -> ListType.create(type(schema.getElementType()));
            case MAP -> MapType.create(SimpleType.STRING, type(schema.getValueType()));
            case RECORD -> struct(schema);
            case UNION -> type(present(schema));
            case BYTES, FIXED, NULL -> throw new IllegalArgumentException("no rule can tell anything of " + schema);
        };
    }

    private CelType struct(Schema schema) {
        Map<String, CelType> members = new LinkedHashMap<>();
        schema.getFields().forEach(field -> members.put(field.name(), type(field.schema())));
        return structs.computeIfAbsent(
                schema.getName(),
                name -> StructType.create(
                        name,
                        ImmutableSet.copyOf(members.keySet()),
                        member -> Optional.ofNullable(members.get(member))));
    }

    private static Schema present(Schema union) {
        return union.getTypes().stream()
                .filter(each -> each.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    /** A value as CEL computes with it: records as mappings, whole numbers as long. */
    static @Nullable Object value(@Nullable Object avro) {
        return switch (avro) {
            case null -> null;
            case Integer number -> number.longValue();
            case Long number -> number;
            case Float number -> number.doubleValue();
            case Double number -> number;
            case Boolean flag -> flag;
            case List<?> list -> list.stream().map(FactTypes::value).toList();
            case IndexedRecord structure -> {
                Map<String, Object> members = new LinkedHashMap<>();
                for (Schema.Field field : structure.getSchema().getFields()) {
                    Object member = value(structure.get(field.pos()));
                    if (member != null) {
                        members.put(field.name(), member);
                    }
                }
                yield members;
            }
            default -> avro.toString();
        };
    }
}
