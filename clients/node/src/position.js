/** How far a reader has come, in a file: the offset to read next, by topic and partition. */

import { existsSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';

/** A position that does not belong to these brokers; the message names the file, the field and the remedy. */
export class PositionError extends Error {}

/** A reader's position in one Kafka cluster. It is in the file when `save` has ended, whole or not at all. */
export class Position {
  #path;
  #cluster;
  /** @type {Record<string, Record<string, number>>} */
  #offsets = {};
  #changed = true;

  /**
   * Reads the file if there is one.
   * @param {string | undefined} path undefined keeps the position in memory only
   * @param {string} cluster the Kafka cluster's id
   */
  constructor(path, cluster) {
    this.#path = path;
    this.#cluster = cluster;
    if (path !== undefined && existsSync(path)) this.#offsets = this.#read(path);
  }

  /**
   * The offset to read next; 0 where nothing was read yet.
   * @param {string} topic
   * @param {number} partition
   */
  next(topic, partition) {
    return this.#offsets[topic]?.[partition] ?? 0;
  }

  /**
   * The record at that offset is done with.
   * @param {string} topic
   * @param {number} partition
   * @param {number} offset
   */
  passed(topic, partition, offset) {
    (this.#offsets[topic] ??= {})[partition] = offset + 1;
    this.#changed = true;
  }

  async save() {
    if (this.#path === undefined || !this.#changed) return;
    const beside = `${this.#path}.new`;
    const file = await open(beside, 'w');
    try {
      await file.writeFile(JSON.stringify({ cluster: this.#cluster, topics: this.#offsets }));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, this.#path);
    this.#changed = false;
  }

  /** @param {string} path */
  #read(path) {
    let content;
    try {
      content = JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
      throw new PositionError(`${path}: is no position (${error}); delete it to read from the beginning`);
    }
    if (typeof content?.cluster !== 'string' || typeof content?.topics !== 'object' || content.topics === null) {
      throw new PositionError(`${path}: is no position; delete it to read from the beginning`);
    }
    if (content.cluster !== this.#cluster) {
      throw new PositionError(
        `${path}: cluster: is ${content.cluster}, these brokers are ${this.#cluster}; delete the file to read from the beginning`,
      );
    }
    return content.topics;
  }
}
