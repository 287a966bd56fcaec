import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageSource } from '../../../src/messaging/page.ts';
import { Secret } from '../../../src/messaging/secret.ts';
import { createProvider } from '../../../src/providers/index.ts';
import { caller, failing, testTools, vendor } from '../support.ts';
import { webhookSecret, world } from './world.ts';

const at = world();

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
interface List {
  [key: string]: Json;
  items: Json[];
}

/** What vendors do to a value, sooner or later: leave it out, or send something else. */
const odd = fc.oneof(
  fc.constant(undefined),
  fc.constant(null),
  fc.constantFrom<Json>(
    true,
    0,
    -1,
    1e308,
    '',
    'HOLOGRAM',
    '0',
    [],
    {},
    [null],
    { type: 'x' },
    'constructor',
    '__proto__',
  ),
  fc.string(),
  fc.double(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);

/** The same JSON with one of its values changed, or with another field. */
function mutated(body: Json, choice: number, value: Json | undefined): Json {
  const places: (readonly (string | number)[])[] = [];
  const visit = (node: Json, path: readonly (string | number)[]) => {
    if (path.length > 0) places.push(path);
    if (Array.isArray(node)) for (const [index, child] of node.entries()) visit(child, [...path, index]);
    else if (node !== null && typeof node === 'object') {
      for (const [key, child] of Object.entries(node)) visit(child, [...path, key]);
    }
  };
  visit(body, []);
  const place = places[choice % places.length] ?? [];
  const copy = structuredClone(body);
  let parent = copy as { [key: string | number]: Json };
  for (const key of place.slice(0, -1)) parent = parent[key] as { [key: string]: Json };
  const last = place.at(-1) ?? 'added';
  if (value === undefined && !Array.isArray(parent)) delete parent[last];
  else parent[last] = value ?? null;
  return copy;
}

/** A provider of a vendor that answers whatever `answer.body` is at the time. */
async function providerOf() {
  const answer: { body: Json } = { body: null };
  const { url } = await vendor((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
  const settings = {
    id: 'sales',
    provider: 'unipile-v1' as const,
    baseUrl: url,
    apiKey: new Secret('key'),
    webhookSecret: new Secret(webhookSecret),
  };
  return { answer, provider: createProvider(settings, testTools().tools) };
}

const lists = {
  chats: ['/chats', (port) => port.chats({})],
  messages: ['/messages', (port) => port.allMessages?.({})],
  attendees: ['/chat_attendees', (port) => port.attendees?.()],
} as const satisfies Record<
  string,
  readonly [string, (port: ReturnType<typeof at.port>) => PageSource<unknown> | undefined]
>;

describe('an odd answer (A10)', () => {
  it.each(Object.entries(lists))('costs one of the %s at most', async (_name, [route, sourceOf]) => {
    const account = at.account('LINKEDIN');
    const address = `${at.baseUrl()}${route}?limit=6&account_id=${account.accountId}`;
    const body = (await (await fetch(address, { headers: { 'x-api-key': at.apiKey() } })).json()) as List;
    const { answer, provider } = await providerOf();
    const source = sourceOf(provider.open(account));
    await fc.assert(
      fc.asyncProperty(fc.nat(5), fc.nat(), odd, async (index, choice, value) => {
        const items = [...body.items];
        items[index] = mutated(items[index] ?? null, choice, value);
        answer.body = { ...body, items };
        const page = await source?.fetch(null, 6, caller().call);
        expect(page?.items.length).toBeGreaterThanOrEqual(5);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps an item to which something unknown was added, or of which something was left out', async () => {
    const account = at.account('LINKEDIN');
    const { answer, provider } = await providerOf();
    const place = { account_id: account.accountId, timestamp: '2025-03-04T10:11:12.000Z' };
    const bare = [
      { id: 'm1', chat_id: 'c1', ...place },
      {
        id: 'm2',
        chat_id: 'c1',
        ...place,
        brand_new: { a: [1] },
        message_type: 'HOLOGRAM',
        is_event: 1,
        event_type: 13,
      },
    ];
    answer.body = { object: 'MessageList', items: bare, cursor: null };
    const page = await provider.open(account).allMessages?.({}).fetch(null, 5, caller().call);
    expect(page?.items).toMatchObject([
      { messageId: 'm1', kind: 'MESSAGE', text: null, senderId: null, systemEvent: null, attachments: [] },
      { messageId: 'm2', kind: 'UNKNOWN', systemEvent: 'UNKNOWN' },
    ]);
    answer.body = { object: 'ChatList', items: [{ id: 'c1', account_id: account.accountId }], cursor: 7 };
    const chats = await provider.open(account).chats({}).fetch(null, 5, caller().call);
    expect(chats).toMatchObject({
      items: [{ chatId: 'c1', title: null, kind: 'DIRECT', lastActivityAt: null }],
      next: null,
    });
  });

  it('is logged without what is in it', async () => {
    const mark = 'a text that is nobody’s business';
    at.control().fault({
      route: 'GET /chats',
      rewrite: (body) => ({ ...(body as object), items: [{ object: 'Chat', name: mark }] }),
    });
    await at.port('LINKEDIN').chats({}).fetch(null, 5, caller().call);
    expect(at.kit().warnings).toEqual([{ connectionId: 'sales', route: '/chats' }]);
    expect(JSON.stringify(at.kit().warnings)).not.toContain(mark);
  });

  it('that is no list is told as such', async () => {
    const { answer, provider } = await providerOf();
    for (const body of [null, 7, 'x', [], {}, { items: null }, { items: {} }]) {
      answer.body = body;
      const source = provider.open(at.account('LINKEDIN')).chats({});
      expect(await failing(source.fetch(null, 5, caller().call))).toMatchObject({
        code: 'PROVIDER_UNAVAILABLE',
      });
    }
  });

  it('shows unknown words as such, and never fails', async () => {
    at.control().switches({ unknownEnums: true });
    const { call } = caller();
    const chats = await at.provider().chats?.(at.accountIds(), {}).fetch(null, 250, call);
    const messages = await at.provider().messages?.(at.accountIds(), {}).fetch(null, 250, call);
    expect(chats?.items).toHaveLength(250);
    expect(messages?.items).toHaveLength(250);
    expect(chats?.items.some(({ content }) => content === 'UNKNOWN')).toBe(true);
    expect(messages?.items.some(({ kind }) => kind === 'UNKNOWN')).toBe(true);
  });

  it('of a webhook is an event, kept aside, or malformed', () => {
    const body: Json = {
      event: 'message_received',
      account_id: 'a',
      account_info: { user_id: 'o' },
      chat_id: 'c',
      message_id: 'm',
      timestamp: '2025-03-04T10:11:12.000Z',
      message: 'Hello',
      sender: { attendee_id: 'u', attendee_name: 'Ada', attendee_provider_id: 'p' },
      attendees: [{ attendee_id: 'u', attendee_name: 'Ada', attendee_provider_id: 'p' }],
      attachments: [
        { id: 'f', type: 'img', unavailable: false, size: { width: 1, height: 2 }, sticker: false },
      ],
      quoted: { provider_id: 'x', sender_id: 'p', text: 'Hi', attachments: [] },
    };
    fc.assert(
      fc.property(fc.nat(), odd, (choice, value) => {
        const request = {
          headers: { 'unipile-auth': webhookSecret },
          body: Buffer.from(JSON.stringify(mutated(body, choice, value))),
        };
        expect(['ACCEPTED', 'MALFORMED']).toContain(at.provider().webhook?.receive(request).kind);
      }),
      { numRuns: 500 },
    );
  });
});
