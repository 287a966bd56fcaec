import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { accountRows } from './routes/accounts.ts';
import { chatRows } from './routes/chats.ts';
import { messageRows } from './routes/messages.ts';
import { peopleRows } from './routes/people.ts';
import { controlOf, type Rows } from './routes/row.ts';

const page = readFileSync(new URL('../../docs/routes-unipile-v1.md', import.meta.url), 'utf8');
const rows: Rows = { ...chatRows, ...messageRows, ...peopleRows, ...accountRows };

describe('the table of routes', () => {
  it('has a test behind every row, and a row for every test', () => {
    const written = [...page.matchAll(/^\| `(.+?)` \| `(.+?)` \|/gm)].map(
      ([, route, field]) => `${route} → ${field}`,
    );
    expect(Object.keys(rows).sort()).toEqual(written.sort());
  });

  it('names fields that there are', () => {
    const schema = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');
    for (const [, type = '', field] of page.matchAll(/^\| `.+?` \| `(\w+)\.(\w+)` \|/gm)) {
      const [, members = ''] =
        schema.match(new RegExp(`^(?:type|interface) ${type}\\b.*?\\{\\n(.*?)^\\}`, 'ms')) ?? [];
      expect(members).toMatch(new RegExp(`^  ${field}[(:]`, 'm'));
    }
  });
});

describe('asking for a field calls exactly its route', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  it.each(Object.entries(rows))('%s', async (_, test) => {
    // What an earlier row brought about makes what is read forgotten.
    await controlOf(gateway).webhooksIdle();
    await test(gateway);
  });
});
