#!/usr/bin/env node
/** skerry-client publish FILE | follow | read TOPIC... */

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { deployments, DocumentError, key } from './documents.js';
import { PositionError } from './position.js';
import { Publisher } from './publishing.js';
import { events, ReadingError, statuses } from './reading.js';

const USAGE = `usage: skerry-client --brokers HOST:PORT --registry URL COMMAND
  publish FILE      publish the App documents of a YAML file
  follow            print each snapshot of a cluster as a JSON line
    --until-apps-available N  stop when N apps are available in the fleet
  read TOPIC...     print each event of topics as a JSON line, whatever its type
follow and read:
    --position FILE   go on where the last run ended, and keep that in FILE
    --seconds N       stop after so many seconds
    --idle N          stop when nothing came for so many seconds`;

const OPTIONS = /** @type {const} */ ({
  brokers: { type: 'string' },
  registry: { type: 'string' },
  position: { type: 'string' },
  seconds: { type: 'string' },
  idle: { type: 'string' },
  'until-apps-available': { type: 'string' },
});

class UsageError extends Error {}

async function main() {
  const { values, positionals } = parsed();
  const [command, ...rest] = positionals;
  const { brokers, registry } = values;
  if (brokers === undefined || registry === undefined) throw new UsageError('--brokers and --registry: give both');
  const limits = { position: values.position, seconds: number(values.seconds, '--seconds'), idle: number(values.idle, '--idle') };
  if (command === 'publish' && rest.length === 1) return publish(brokers, registry, rest[0]);
  if (command === 'follow' && rest.length === 0) {
    return follow(brokers, registry, limits, number(values['until-apps-available'], '--until-apps-available'));
  }
  if (command === 'read' && rest.length > 0) {
    for await (const event of events(brokers, registry, rest, limits)) print(event);
    return 0;
  }
  throw new UsageError(`${command ?? 'no command'}: unknown, or its arguments are`);
}

function parsed() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(String(error instanceof Error ? error.message : error));
  }
}

/** @param {string} brokers @param {string} registry @param {string} file */
async function publish(brokers, registry, file) {
  const records = deployments(readFileSync(file, 'utf8'));
  const publisher = new Publisher(brokers, registry);
  try {
    for (const record of records) {
      print({ app: key(record), eventId: await publisher.publish(key(record), record) });
    }
  } finally {
    await publisher.close();
  }
  return 0;
}

/**
 * @param {string} brokers
 * @param {string} registry
 * @param {import('./reading.js').Limits} limits
 * @param {number} wanted apps available; 0: any number
 */
async function follow(brokers, registry, limits, wanted) {
  /** @type {Map<string, number>} */
  const available = new Map();
  for await (const { cluster, status } of statuses(brokers, registry, limits)) {
    print({ cluster, status });
    available.set(cluster, status?.apps.available ?? 0);
    if (wanted > 0 && [...available.values()].reduce((sum, each) => sum + each, 0) >= wanted) return 0;
  }
  return wanted > 0 ? 6 : 0;
}

/** @param {string | undefined} text @param {string} option */
function number(text, option) {
  const value = Number(text ?? 0);
  if (!(value >= 0)) throw new UsageError(`${option}: '${text}' is no number; give 0 or more`);
  return value;
}

/** @param {object} line */
function print(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

process.exitCode = await main().catch((error) => {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n${USAGE}`);
    return 2;
  }
  if (String(error?.code).startsWith('PLT_KFK_')) {
    console.error(`Kafka: ${error.message} Is --brokers right, and are they up?`);
    return 1;
  }
  const bad = error instanceof DocumentError || error instanceof PositionError || error instanceof ReadingError;
  console.error(bad || error?.code === 'ENOENT' ? error.message : error);
  return bad || error?.code === 'ENOENT' ? 3 : 1;
});
