/** The golden records of testing/golden, and a registry on loopback that gives their schemas out. */

import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const FOLDER = new URL('../../../testing/golden/', import.meta.url);

/** @type {{type: string, schemaId: number, schema: object, cases: {record: any, bytes: string}[]}[]} */
export const RECORDS = readdirSync(FOLDER).map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')));

/** A registry that has the golden schemas under their ids; `close` ends it. */
export async function registry() {
  const answers = new Map(
    RECORDS.flatMap(({ type, schemaId, schema }) => {
      const answer = { id: schemaId, subject: `golden-${type}`, version: 1, schema: JSON.stringify(schema) };
      return [
        [`/schemas/ids/${schemaId}`, answer],
        [`/subjects/golden-${type}/versions/latest`, answer],
      ];
    }),
  );
  const server = createServer((request, response) => {
    const answer = answers.get(new URL(request.url ?? '', 'http://registry').pathname);
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
    response.end(JSON.stringify(answer ?? { error_code: 40403, message: 'not found' }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
