import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { Position, PositionError } from '../src/position.js';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skerry-position-'));
  file = join(folder, 'position.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a reader goes on behind what it has done', async () => {
  const position = new Position(file, 'one');
  assert.equal(position.next('a.b.c', 3), 0);
  position.passed('a.b.c', 3, 41);
  await position.save();
  const again = new Position(file, 'one');
  assert.equal(again.next('a.b.c', 3), 42);
  assert.equal(again.next('a.b.c', 0), 0);
  assert.deepEqual(readdirSync(folder), ['position.json']);
});

test('a position in other brokers is refused', async () => {
  await new Position(file, 'one').save();
  assert.throws(
    () => new Position(file, 'two'),
    (error) => error instanceof PositionError && error.message.includes('cluster: is one, these brokers are two; delete'),
  );
});

for (const content of ['', '[]', '{}', '5', 'null']) {
  test(`'${content}' is refused as no position`, () => {
    writeFileSync(file, content);
    assert.throws(() => new Position(file, 'one'), PositionError);
  });
}
