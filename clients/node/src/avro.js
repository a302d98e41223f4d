/** Records of every type, through Confluent's registry client: the schema that a record names says how it is read. */

import confluent from '@confluentinc/schemaregistry';
import avsc from 'avsc';

const { AvroDeserializer, AvroSerializer, SchemaRegistryClient, SerdeType } = confluent;

/** A time is a Date, and in JSON ISO 8601 in UTC. */
class Time extends avsc.types.LogicalType {
  /** @param {number} milliseconds */
  _fromValue(milliseconds) {
    return new Date(milliseconds);
  }

  /** @param {unknown} time anything else is no time, which a union asks for */
  _toValue(time) {
    return time instanceof Date || typeof time === 'number' ? Number(time) : undefined;
  }
}

const LOGICAL_TYPES = { 'timestamp-millis': Time };

/** @param {string} url of the registry */
export function registryClient(url) {
  return new SchemaRegistryClient({ baseURLs: [url] });
}

/**
 * Writes records of a type that is registered already; registers nothing.
 * @param {InstanceType<typeof SchemaRegistryClient>} registry
 * @param {string} topic
 * @param {string} recordType the record's full name
 * @returns {(record: object) => Promise<Buffer>}
 */
export function serializer(registry, topic, recordType) {
  const avro = new AvroSerializer(registry, SerdeType.VALUE, {
    autoRegisterSchemas: false,
    useLatestVersion: true,
    subjectNameStrategy: () => `${topic}-${recordType}`,
    logicalTypes: /** @type {any} */ (LOGICAL_TYPES),
  });
  return (record) => avro.serialize(topic, record);
}

/** Decodes the values of all topics of the catalogue. Schemas are asked for once. */
export class Decoder {
  #registry;
  #avro;
  /** @type {Map<number, Promise<string>>} */
  #types = new Map();

  /** @param {InstanceType<typeof SchemaRegistryClient>} registry */
  constructor(registry) {
    this.#registry = registry;
    this.#avro = new AvroDeserializer(registry, SerdeType.VALUE, {
      // What a record's own schema does not say is not asked for under a subject.
      subjectNameStrategy: () => '',
      logicalTypes: /** @type {any} */ (LOGICAL_TYPES),
    });
  }

  /**
   * Type and record of a value; both null for a tombstone.
   * @param {string} topic
   * @param {Buffer | null | undefined} value
   * @returns {Promise<{type: string | null, record: any}>}
   */
  async decode(topic, value) {
    if (value == null || value.length === 0) return { type: null, record: null };
    return { type: await this.#type(value), record: await this.#avro.deserialize(topic, value) };
  }

  /** @param {Buffer} value */
  #type(value) {
    const id = value.readInt32BE(1);
    let type = this.#types.get(id);
    if (type === undefined) {
      type = this.#registry.getBySubjectAndId('', id).then(({ schema }) => {
        const { namespace, name } = JSON.parse(schema);
        return `${namespace}.${name}`;
      });
      this.#types.set(id, type);
    }
    return type;
  }
}
