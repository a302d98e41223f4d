/** App documents (kind: App, as `skerry apply` takes them) as DeploymentRequested records. */

import { parseAllDocuments } from 'yaml';

/** A document that cannot be a deployment request; the message names the field and the remedy. */
export class DocumentError extends Error {}

/**
 * All App documents of a YAML text, in the form of the Avro schema DeploymentRequested.
 * @param {string} text
 */
export function deployments(text) {
  const documents = parseAllDocuments(text);
  for (const { errors } of documents) {
    if (errors.length > 0) throw new DocumentError(`the file is not YAML: ${errors[0].message}`);
  }
  return documents.map((each) => each.toJS()).filter((each) => each != null).map(deployment);
}

/**
 * The record's key: tenant/name.
 * @param {{tenant: string, name: string}} record
 */
export function key(record) {
  return `${record.tenant}/${record.name}`;
}

/** @param {any} document */
function deployment(document) {
  if (document.kind !== 'App') {
    throw new DocumentError(`kind: ${document.kind} is not App; publish other kinds with \`skerry apply\``);
  }
  const metadata = of(document, 'metadata');
  const spec = of(document, 'spec');
  return {
    tenant: of(metadata, 'tenant', 'metadata'),
    name: of(metadata, 'name', 'metadata'),
    workload: workload(of(spec, 'workload', 'spec')),
    placement: placement(spec.placement ?? {}),
    dns: dns(spec.dns),
    requestedBy: 'skerry-client-node',
  };
}

/** @param {any} workload */
function workload({ container, manifests, ...rest }) {
  if ((container == null) === (manifests == null)) {
    throw new DocumentError('spec.workload: give either container or manifests');
  }
  const resources = of(rest, 'resources', 'spec.workload');
  return {
    kind: container ? 'CONTAINER' : 'MANIFESTS',
    container: container
      ? {
          image: of(container, 'image', 'spec.workload.container'),
          args: container.args ?? [],
          env: container.env ?? {},
          ports: container.ports ?? [],
        }
      : null,
    manifests: manifests ?? null,
    resources: {
      cpuMillis: of(resources, 'cpuMillis', 'spec.workload.resources'),
      memoryMiB: of(resources, 'memoryMiB', 'spec.workload.resources'),
      pods: 1,
    },
  };
}

/** @param {any} policy */
function placement(policy) {
  const spread = policy.spread ?? {};
  return {
    regions: policy.regions ?? [],
    selector: policy.selector ?? {},
    clusters: policy.clusters ?? 1,
    spread: (spread.over ?? 'none').toUpperCase(),
    spreadMin: spread.min ?? 1,
    spreadMax: spread.max ?? 0,
    replicas: policy.replicas ?? 1,
    division: (policy.division ?? 'total').toUpperCase().replaceAll('-', '_'),
    beforeReady: false,
  };
}

/** @param {any} dns */
function dns(dns) {
  return dns ? { name: of(dns, 'name', 'spec.dns'), port: dns.port ?? 80, ttlSeconds: dns.ttlSeconds ?? 20 } : null;
}

/**
 * @param {any} mapping
 * @param {string} field
 */
function of(mapping, field, path = '') {
  if (mapping?.[field] == null) {
    throw new DocumentError(`${path ? `${path}.` : ''}${field}: is missing; add it`);
  }
  return mapping[field];
}
