import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deployments, DocumentError, key } from '../src/documents.js';

const APP = `
kind: App
metadata: {tenant: acme, name: shop}
spec:
  workload:
    container: {image: "registry.example/shop:1.0", ports: [8080]}
    resources: {cpuMillis: 500, memoryMiB: 512}
  placement: {regions: [emea], clusters: 2, spread: {over: site, min: 2}, replicas: 4, division: per-cluster}
  dns: {name: shop}
`;

test('an App document becomes a request', () => {
  const [record] = deployments(APP);
  assert.equal(key(record), 'acme/shop');
  assert.equal(record.workload.kind, 'CONTAINER');
  assert.equal(record.placement.spread, 'SITE');
  assert.equal(record.placement.division, 'PER_CLUSTER');
  assert.deepEqual(record.dns, { name: 'shop', port: 80, ttlSeconds: 20 });
});

for (const [old, changed, field] of [
  ['kind: App', 'kind: Site', 'kind'],
  ['tenant: acme, ', '', 'metadata.tenant'],
  ['cpuMillis: 500, ', '', 'spec.workload.resources.cpuMillis'],
  ['container:', 'kontainer:', 'spec.workload'],
  ['kind: App', 'kind: [', 'YAML'],
]) {
  test(`a bad document is refused by its field, ${field}`, () => {
    assert.throws(
      () => deployments(APP.replace(old, changed)),
      (error) => error instanceof DocumentError && error.message.includes(field),
    );
  });
}
