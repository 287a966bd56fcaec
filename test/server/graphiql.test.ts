import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aChat, fakeAccount } from '../schema/fake-account.ts';
import { listOf } from '../schema/world.ts';
import { execute } from '../support/client.ts';
import { productionSettings, startTestServer, type TestServer } from './support.ts';

interface Tab {
  readonly query: string;
  readonly variables: string | null;
  readonly headers: string | null;
}

let server: TestServer;
const account = fakeAccount();
beforeAll(async () => {
  account.chats = () => listOf([aChat()], ({ chatId }) => chatId);
  server = await startTestServer({ world: { ports: [account] } });
});
afterAll(() => server.close());

const open = (url: string) => fetch(url, { headers: { accept: 'text/html,application/xhtml+xml' } });

function optionsIn(page: string): { defaultTabs: Tab[]; subscriptionsProtocol: string; method: string } {
  const start = page.lastIndexOf('{"title":"Parley"');
  return JSON.parse(page.slice(start, page.indexOf('}]}', start) + 3));
}

describe('GraphiQL', () => {
  it('is served by the gateway alone, under a policy that lets nothing else in', async () => {
    const response = await open(server.graphql);
    const policy = response.headers.get('content-security-policy') ?? '';
    const page = await response.text();
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/https?:|unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(page.split(`<script nonce="${nonce}">`), 'two scripts, both with the nonce').toHaveLength(3);
    const markup = page.slice(0, page.indexOf('<script')).replace(/<style>.*<\/style>/s, '');
    expect(markup).not.toMatch(/(src|href)="(?!data:)/);
    expect(await (await open(server.graphql)).text()).not.toContain(nonce);
  });

  it('opens with examples that run as they are, filled with ids that exist', async () => {
    const { defaultTabs, subscriptionsProtocol } = optionsIn(await (await open(server.graphql)).text());
    expect(subscriptionsProtocol).toBe('WS');
    expect(
      defaultTabs.map(({ query }) => /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1]),
    ).toEqual(['Inbox', 'Chat', 'Send', 'Events', 'Resume']);
    for (const { query, variables } of defaultTabs) {
      const values = JSON.parse(variables ?? '{}') as Record<string, unknown>;
      expect(Object.values(values)).not.toContain(null);
      if (query.includes('query ')) {
        const answer = await execute(server.graphql, query, values);
        expect(answer.errors).toBeUndefined();
        expect(Object.values(answer.data ?? {})).not.toContain(null);
      }
    }
    const resume = JSON.parse(defaultTabs[4]?.variables ?? '{}') as { after?: string };
    expect(server.services.places.open(resume.after ?? '')).toBe(await server.events.head());
  });

  it("is there without examples' ids where nobody may be shown them, and subscribes over SSE", async () => {
    const closed = await startTestServer({ settings: { ...productionSettings, graphiql: true } });
    const { defaultTabs, subscriptionsProtocol, method } = optionsIn(
      await (await open(closed.graphql)).text(),
    );
    expect({ subscriptionsProtocol, method }).toEqual({ subscriptionsProtocol: 'SSE', method: 'POST' });
    expect(defaultTabs[1]?.variables).toContain('"chatId": null');
    expect(defaultTabs[1]?.headers).toContain('authorization');
    await closed.close();
  });

  it('is not there where it is switched off', async () => {
    const closed = await startTestServer({ settings: { graphiql: false } });
    expect((await open(closed.graphql)).status).toBe(406);
    await closed.close();
  });
});
