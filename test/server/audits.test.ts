import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './support.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('GraphQL over HTTP, in the open profile', () => {
  const audits = serverAudits({ url: () => server.graphql, fetchFn: fetch });

  it('is asked by all of the audits', () => expect(audits).toHaveLength(61));

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
    '%s %s',
    async (_id, _name, audit) => {
      const result = await audit.fn();
      const answer = result.status === 'ok' ? '' : `${result.reason} ${await result.response.text()}`;
      expect(result.status, answer).toBe('ok');
    },
  );
});
