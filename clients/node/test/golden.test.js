/** Confluent's client reads and writes the bytes that the Java services read and write. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Decoder, registryClient, serializer } from '../src/avro.js';
import { RECORDS, registry } from './golden.js';

/** @type {Awaited<ReturnType<typeof registry>>} */
let server;
before(async () => {
  server = await registry();
});
after(() => server.close());

for (const { type, cases } of RECORDS) {
  test(`the bytes of ${type} are the same`, async () => {
    const client = registryClient(server.url);
    const decoder = new Decoder(client);
    const serialize = serializer(client, 'golden', type);
    for (const { record, bytes } of cases) {
      const read = await decoder.decode('golden', Buffer.from(bytes, 'hex'));
      assert.equal(read.type, type);
      assert.deepEqual(milliseconds(read.record), record);
      assert.equal((await serialize(record)).toString('hex'), bytes);
    }
  });
}

test('there are records of every domain', () => {
  const domains = new Set(RECORDS.map(({ type }) => type.split('.')[3]));
  assert.deepEqual([...domains].sort(), ['apps', 'clusters', 'dns', 'inventory', 'provisioning']);
});

/** @param {any} value @returns {any} */
function milliseconds(value) {
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(milliseconds);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, milliseconds(each)]));
}
