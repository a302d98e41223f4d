/** Reading topics from where a position says, or from their beginning. */

import { randomUUID } from 'node:crypto';
import {
  Consumer,
  ListOffsetTimestamps,
  MessagesStreamFallbackModes,
  MessagesStreamModes,
} from '@platformatic/kafka';
import { Decoder, registryClient } from './avro.js';
import { Position } from './position.js';

export const STATUS = 'fleet.cluster.status';

/** Topics that do not exist, or a limit that is none. */
export class ReadingError extends Error {}

/**
 * A record as it was read. `type` and `record` are null where a compacted topic says that the key is gone.
 * @typedef {object} Event
 * @property {string} topic
 * @property {number} partition
 * @property {number} offset
 * @property {string} key
 * @property {string | null} type
 * @property {string | null} id
 * @property {string | null} source
 * @property {string | null} time
 * @property {string | null} correlationId
 * @property {string | null} causationId
 * @property {any} record
 */

/**
 * Where to read on, and when to end.
 * @typedef {object} Limits
 * @property {string} [position] the file of the position; without it everything is read from the beginning
 * @property {number} [seconds] ends after so long; 0: goes on
 * @property {number} [idle] ends when nothing came for so many seconds; 0: goes on
 */

/**
 * The events of topics, each partition's in order. The position moves past an event when the next one is asked for, and is
 * written each second, when nothing is waiting and at the end: whoever is killed gets the last second's events again.
 * @param {string} brokers host:port, several separated by commas
 * @param {string} registryUrl
 * @param {string[]} topics
 * @param {Limits} limits
 * @returns {AsyncGenerator<Event>}
 */
export async function* events(brokers, registryUrl, topics, { position: file, seconds = 0, idle = 0 } = {}) {
  const decoder = new Decoder(registryClient(registryUrl));
  const consumer = new Consumer({
    clientId: 'skerry-client-node',
    groupId: `skerry-client-${randomUUID()}`, // asked for by the client; no offset is ever committed to it
    bootstrapBrokers: brokers.split(','),
  });
  try {
    const position = new Position(file, (await consumer.metadata({ topics: [] })).id);
    const stream = await consumer.consume({
      topics,
      autocommit: false,
      mode: MessagesStreamModes.MANUAL,
      fallbackMode: MessagesStreamFallbackModes.EARLIEST,
      offsets: await starts(consumer, topics, position),
      isolationLevel: 1, // read committed
      maxWaitTime: 200,
    });
    const messages = stream[Symbol.asyncIterator]();
    try {
      for await (const message of until(messages, position, seconds, idle)) {
        const { topic, partition } = message;
        const offset = Number(message.offset);
        yield { topic, partition, offset, ...described(message), ...(await decoder.decode(topic, message.value)) };
        position.passed(topic, partition, offset);
      }
    } finally {
      await position.save();
      await stream.close();
    }
  } finally {
    await consumer.close(true);
  }
}

/**
 * Follows the fleet's status: each snapshot of a cluster, status null for a cluster that is gone.
 * @param {string} brokers
 * @param {string} registryUrl
 * @param {Limits} limits
 */
export async function* statuses(brokers, registryUrl, limits) {
  for await (const { key, record } of events(brokers, registryUrl, [STATUS], limits)) {
    yield { cluster: key, status: record };
  }
}

/**
 * Messages until a limit is over; saves the position once a second and whenever none is waiting.
 * @template Message
 * @param {AsyncIterator<Message>} messages
 * @param {Position} position
 * @param {number} seconds
 * @param {number} idle
 */
async function* until(messages, position, seconds, idle) {
  const started = performance.now();
  let heard = started;
  let saved = started;
  let next = messages.next();
  for (;;) {
    const message = await Promise.race([next, after(200)]);
    const now = performance.now();
    if (message === undefined || now - saved > 1000) {
      await position.save();
      saved = now;
    }
    if (message !== undefined) {
      if (message.done) return;
      heard = now;
      yield message.value;
      next = messages.next();
    }
    if (over(started, seconds) || over(heard, idle)) {
      next.catch(() => {}); // the stream is closed under it
      return;
    }
  }
}

/** @param {number} milliseconds @returns {Promise<undefined>} */
function after(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** @param {number} since @param {number} limit seconds */
function over(since, limit) {
  return limit > 0 && performance.now() - since > limit * 1000;
}

/**
 * Where each partition is begun: at its position, or its first record.
 * @param {Consumer} consumer
 * @param {string[]} topics
 * @param {Position} position
 */
async function starts(consumer, topics, position) {
  let firsts;
  try {
    firsts = await consumer.listOffsets({ topics, timestamp: ListOffsetTimestamps.EARLIEST });
  } catch (error) {
    throw new ReadingError(`topic: not all of ${topics.join(', ')} can be read (${error}); docs/events.md names all of them`);
  }
  return [...firsts].flatMap(([topic, offsets]) =>
    offsets.map((first, partition) => {
      const next = BigInt(position.next(topic, partition));
      return { topic, partition, offset: next > first ? next : first };
    }),
  );
}

/**
 * What key and headers say.
 * @param {{key: Buffer, headers: Map<Buffer, Buffer>}} message
 */
function described({ key, headers }) {
  const texts = new Map([...headers].map(([name, value]) => [name.toString(), value?.toString() ?? null]));
  const header = (/** @type {string} */ name) => texts.get(name) ?? null;
  return {
    key: key?.toString() ?? '',
    type: null,
    id: header('ce_id'),
    source: header('ce_source'),
    time: header('ce_time'),
    correlationId: header('ce_correlationid'),
    causationId: header('ce_causationid'),
  };
}
