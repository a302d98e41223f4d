package dev.skerry.rules;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
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

    private final ImmutableMap<String, CelType> structs;
    private final CelType root;

    FactTypes(Schema schema) {
        Map<String, CelType> found = new LinkedHashMap<>();
        root = type(schema, found);
        structs = ImmutableMap.copyOf(found);
    }

    /** The type of the schema itself. */
    CelType root() {
        return root;
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return structs.values();
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(structs.get(name));
    }

    private static CelType type(Schema schema, Map<String, CelType> structs) {
        return switch (schema.getType()) {
            case STRING, ENUM -> SimpleType.STRING;
            case INT, LONG -> SimpleType.INT;
            case FLOAT, DOUBLE -> SimpleType.DOUBLE;
            case BOOLEAN -> SimpleType.BOOL;
            case ARRAY -> ListType.create(type(schema.getElementType(), structs));
            case MAP -> MapType.create(SimpleType.STRING, type(schema.getValueType(), structs));
            case RECORD -> struct(schema, structs);
            case UNION -> type(present(schema), structs);
            case BYTES, FIXED, NULL -> throw new IllegalArgumentException("no rule can tell anything of " + schema);
        };
    }

    private static CelType struct(Schema schema, Map<String, CelType> structs) {
        ImmutableMap.Builder<String, CelType> fields = ImmutableMap.builder();
        schema.getFields().forEach(field -> fields.put(field.name(), type(field.schema(), structs)));
        ImmutableMap<String, CelType> members = fields.buildOrThrow();
        StructType struct = StructType.create(
                schema.getName(), members.keySet(), member -> Optional.ofNullable(members.get(member)));
        structs.put(schema.getName(), struct);
        return struct;
    }

    private static Schema present(Schema union) {
        return union.getTypes().stream()
                .filter(each -> each.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    /** A record as CEL computes with it: a mapping of what is there, whole numbers as long. */
    static Map<String, Object> members(IndexedRecord structure) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (Schema.Field field : structure.getSchema().getFields()) {
            Object member = value(structure.get(field.pos()));
            if (member != null) {
                members.put(field.name(), member);
            }
        }
        return members;
    }

    private static @Nullable Object value(@Nullable Object avro) {
        return switch (avro) {
            case null -> null;
            case Integer number -> number.longValue();
            case Long number -> number;
            case Float number -> number.doubleValue();
            case Double number -> number;
            case Boolean flag -> flag;
            case List<?> list -> list.stream().map(FactTypes::value).toList();
            case IndexedRecord structure -> members(structure);
            default -> avro.toString();
        };
    }
}
