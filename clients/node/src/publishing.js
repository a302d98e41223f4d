/** Publishing to apps.deployment.requests. */

import { randomUUID } from 'node:crypto';
import { compatibilityPartitioner, ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';
import { registryClient, serializer } from './avro.js';

export const REQUESTS = 'apps.deployment.requests';
export const REQUESTED = 'dev.skerry.schemas.apps.DeploymentRequested';

/** Publishes deployment requests; a request is published when all in-sync replicas have it. */
export class Publisher {
  #producer;
  #serialize;

  /**
   * @param {string} brokers host:port, several separated by commas
   * @param {string} registryUrl
   */
  constructor(brokers, registryUrl) {
    this.#serialize = serializer(registryClient(registryUrl), REQUESTS, REQUESTED);
    this.#producer = new Producer({
      clientId: 'skerry-client-node',
      bootstrapBrokers: brokers.split(','),
      serializers: { ...stringSerializers, value: (value) => /** @type {Buffer | undefined} */ (value) },
      idempotent: true,
      acks: ProduceAcks.ALL,
      // Java's way to choose a partition: the same app must meet itself in one of them.
      partitioner: compatibilityPartitioner,
    });
  }

  /**
   * Publishes one request and waits for the acknowledgement.
   * @param {string} key tenant/name
   * @param {object} record
   * @returns {Promise<string>} the event's id
   */
  async publish(key, record) {
    const id = randomUUID();
    await this.#producer.send({
      messages: [
        {
          topic: REQUESTS,
          key,
          value: await this.#serialize(record),
          headers: {
            ce_specversion: '1.0',
            ce_id: id,
            ce_type: REQUESTED,
            ce_source: '/skerry-client-node',
            ce_time: new Date().toISOString(),
            ce_subject: key,
            ce_correlationid: id,
            ce_causationid: id,
            'content-type': 'application/avro',
          },
        },
      ],
    });
    return id;
  }

  async close() {
    await this.#producer.close();
  }
}
