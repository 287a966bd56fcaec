import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault, UnipileV1Control } from '../../src/sandbox/index.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { eventually } from '../support/wait.ts';
import { apartForThisTest, CONNECTION } from './apart.ts';
import {
  accountOn,
  find,
  globalIds,
  ids,
  mutate,
  readNode,
  requestsAsked,
  type WireChat,
} from './support.ts';

const SEND = 'POST /chats/{chat_id}/messages';

let gateway: TestGateway;
let control: UnipileV1Control;
let chat: WireChat;
let made = 0;

beforeAll(async () => {
  gateway = await startTestGateway({ config: { timeouts: { send: 1 } } });
  control = gateway.sandbox.unipileV1.control;
});
afterAll(() => gateway.close());
// Another chat on another network each time: what went wrong with one account is not told of the next.
beforeEach(async () => {
  const networks = ['WHATSAPP', 'TELEGRAM', 'LINKEDIN', 'INSTAGRAM', 'MESSENGER'];
  const network = networks[made % networks.length];
  made += 1;
  chat = find(
    control
      .truth()
      .chats.filter(({ account_type, type }) => account_type === network && type === 0)
      .slice(Math.floor(made / networks.length)),
    ({ read_only, folder }) =>
      read_only === 0 && (network !== 'LINKEDIN' || folder.includes('INBOX_LINKEDIN_CLASSIC')),
  );
  control.clearFaults();
  await readNode(gateway, ids.chat(chat), 'Chat', 'title');
  control.clearRequests();
});

interface Sent {
  readonly message: { readonly id: string };
}
const say = (text: string, clientMessageId: string | null = null, chatId = ids.chat(chat)) =>
  mutate<Sent>(gateway.graphql, 'sendMessage', { chatId, text, clientMessageId }, 'message { id text }');
/** How often it has been said at the vendor. */
const saidAtTheVendor = (text: string) =>
  control.truth().messages.filter((message) => message.text === text).length;
const callsOf = (route: string) => requestsAsked(control).filter((request) => request.route === route).length;

describe('a send whose answer is lost after the vendor did it', () => {
  it.each<[string, Fault]>([
    ['the connection breaks before the headers', { route: SEND, afterWork: true, reset: 'before-headers' }],
    ['the connection breaks within the headers', { route: SEND, afterWork: true, reset: 'within-headers' }],
    ['the connection breaks after the headers', { route: SEND, afterWork: true, reset: 'after-headers' }],
    ['no answer comes in time', { route: SEND, afterWork: true, hang: true }],
    ['500', { route: SEND, afterWork: true, status: 500 }],
    ['502', { route: SEND, afterWork: true, status: 502 }],
    ['503', { route: SEND, afterWork: true, status: 503 }],
    ['504', { route: SEND, afterWork: true, status: 504, type: 'errors/request_timeout' }],
    ['a redirect', { route: SEND, afterWork: true, redirect: 'http://127.0.0.1:9/' }],
  ])('is never sent again: %s', async (name, fault) => {
    control.fault(fault);
    const first = await say(name, `lost ${name}`);
    expect(first).toMatchObject({ __typename: 'ProviderError', code: 'OUTCOME_UNKNOWN', retryable: false });
    expect(await say(name, `lost ${name}`)).toEqual(first);
    expect(await say(name, `lost ${name}`)).toEqual(first);
    expect(saidAtTheVendor(name)).toBe(1);
    expect(callsOf(SEND)).toBe(1);
  });

  it.each<[string, Fault]>([
    ['a body that is cut', { route: SEND, cutAt: 0.5 }],
    ['a body that is no JSON', { route: SEND, spoil: 'malformed-json' }],
    ['HTML', { route: SEND, spoil: 'html' }],
    ['no body', { route: SEND, spoil: 'empty' }],
  ])('was sent where the vendor said so: 201 with %s', async (name, fault) => {
    control.fault(fault);
    const first = await say(name, `spoilt ${name}`);
    expect(await say(name, `spoilt ${name}`)).toEqual(first);
    expect(saidAtTheVendor(name)).toBe(1);
    expect(callsOf(SEND)).toBe(1);
    if (first.__typename !== 'SendMessagePayload') expect(first.code).toBe('OUTCOME_UNKNOWN');
  });

  it('is not asked about again either, while the account has to be left alone', async () => {
    const inSlack = find(control.truth().chats, ({ account_type }) => account_type === 'SLACK');
    control.fault({ route: SEND, afterWork: true, status: 503, retryAfter: 60 });
    const first = await say('Leave me alone', 'alone', ids.chat(inSlack));
    expect(first).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    control.clearRequests();
    expect(await say('Leave me alone', 'alone', ids.chat(inSlack))).toEqual(first);
    expect(requestsAsked(control)).toEqual([]);
  });

  it('is OUTCOME_UNKNOWN too where the vendor did nothing: nobody can know', async () => {
    control.fault({ route: SEND, reset: 'before-headers' });
    const first = await say('Into the void', 'void');
    expect(first).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(await say('Into the void', 'void')).toEqual(first);
    expect(saidAtTheVendor('Into the void')).toBe(0);
    expect(callsOf(SEND)).toBe(1);
  });

  it('starts no second chat and forwards nothing twice', async () => {
    const account = accountOn(control.truth(), 'WHATSAPP');
    control.fault({ route: 'POST /chats', afterWork: true, reset: 'before-headers' });
    const start = () =>
      mutate(
        gateway.graphql,
        'startChat',
        {
          from: { accountId: ids.account(account) },
          recipients: [{ phoneNumber: '+15550177777' }],
          text: 'Started once',
          clientMessageId: 'start once',
        },
        '__typename',
      );
    const started = await start();
    expect(started).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    control.fault({ route: '*', status: 503, times: -1 });
    expect(await start()).toEqual(started);
    control.clearFaults();
    expect(saidAtTheVendor('Started once')).toBe(1);

    const [source, target] = control
      .truth()
      .chats.filter(({ account_type, type }) => account_type === 'WHATSAPP' && type === 0);
    const message = control.inbound({ chatId: source?.id ?? '', text: 'Pass it on' });
    control.fault({ route: 'POST /messages/{message_id}/forward', afterWork: true, reset: 'before-headers' });
    const forward = () =>
      mutate(
        gateway.graphql,
        'forwardMessage',
        {
          messageId: ids.message(message),
          toChatId: ids.chat(target ?? chat),
          clientMessageId: 'forward once',
        },
        '__typename',
      );
    const forwarded = await forward();
    expect(forwarded).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    control.fault({ route: '*', status: 503, times: -1 });
    expect(await forward()).toEqual(forwarded);
    control.clearFaults();
    expect(saidAtTheVendor('Pass it on')).toBe(2);
  });
});

describe('a clientMessageId', () => {
  it('used 50 times at once is one send with one answer; with another text it is CONFLICT', async () => {
    control.fault({ route: SEND, latencyMs: 200 });
    const many = Array.from({ length: 50 }, () => say('Fifty at once', 'fifty'));
    await eventually('it is on its way', () => callsOf(SEND) === 1);
    const meanwhile = await say('Another text', 'fifty');
    expect(meanwhile).toMatchObject({ code: 'CONFLICT', field: ['clientMessageId'] });
    const answers = await Promise.all(many);
    expect(answers[0]?.__typename).toBe('SendMessagePayload');
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await say('Fifty at once', 'fifty')).toEqual(answers[0]);
    expect(await say('Another text', 'fifty')).toEqual(meanwhile);
    expect(callsOf(SEND)).toBe(1);
    expect([saidAtTheVendor('Fifty at once'), saidAtTheVendor('Another text')]).toEqual([1, 0]);
  });

  it('of another account is another send, and without one each is its own', async () => {
    const elsewhere = find(
      control.truth().chats,
      (other) => other.account_id !== chat.account_id && other.type === 0 && !other.read_only,
    );
    const here = await say('Same key', 'shared');
    const there = await say('Same key', 'shared', ids.chat(elsewhere));
    expect([here.__typename, there.__typename]).toEqual(['SendMessagePayload', 'SendMessagePayload']);
    expect(there.message.id).not.toBe(here.message.id);
    await say('Same key');
    await say('Same key');
    expect(saidAtTheVendor('Same key')).toBe(4);
  });

  it('can be used again after a failure that is known to have sent nothing', async () => {
    control.fault({ route: SEND, status: 429, retryAfter: 1 });
    const limited = await say('Later then', 'later');
    expect(limited).toMatchObject({
      __typename: 'RateLimitedError',
      code: 'RATE_LIMITED',
      retryAt: expect.any(String),
    });
    // Before the time nobody is asked.
    expect(await say('Later then', 'later')).toMatchObject({ code: 'RATE_LIMITED' });
    expect(callsOf(SEND)).toBe(1);
    await eventually(
      'the time has come',
      async () => (await say('Later then', 'later')).__typename === 'SendMessagePayload',
    );
    expect(callsOf(SEND)).toBe(2);
    expect(saidAtTheVendor('Later then')).toBe(1);
  });

  it('keeps a refusal that would come again', async () => {
    control.fault({ route: SEND, status: 422, type: 'errors/blocked_recipient' });
    const refused = await say('Blocked', 'blocked');
    expect(refused).toMatchObject({
      code: 'RECIPIENT_UNREACHABLE',
      providerType: 'errors/blocked_recipient',
    });
    expect(await say('Blocked', 'blocked')).toEqual(refused);
    expect(callsOf(SEND)).toBe(1);
  });
});

it('a client who leaves in the middle of a send finds it done, and does it not twice by asking again', async () => {
  control.fault({ route: SEND, latencyMs: 300 });
  const leaving = new AbortController();
  const query = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { __typename } }`;
  const input = { chatId: ids.chat(chat), text: 'I have to go', clientMessageId: 'going' };
  const asked = fetch(gateway.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
    signal: leaving.signal,
  });
  await eventually('it is on its way', () => callsOf(SEND) === 1);
  leaving.abort();
  await expect(asked).rejects.toThrow();
  const again = await say('I have to go', 'going');
  expect(again.__typename).toBe('SendMessagePayload');
  const message = find(control.truth().messages, ({ text }) => text === 'I have to go');
  expect(again.message.id).toBe(ids.message(message));
  expect(callsOf(SEND)).toBe(1);
  expect(saidAtTheVendor('I have to go')).toBe(1);
});

it('a client who leaves in the middle of a read takes the upstream call along', async () => {
  control.fault({ route: 'GET /messages', hang: true });
  const leaving = new AbortController();
  const asked = fetch(gateway.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ messages(first: 7) { nodes { id } } }' }),
    signal: leaving.signal,
  });
  await eventually('it is on its way', () => callsOf('GET /messages') === 1);
  leaving.abort();
  await expect(asked).rejects.toThrow();
  const isGivenUp = async () => {
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    return /^parley_upstream_requests_total\{.*route="GET \/messages",status="(?!200)\w+"\} 1/m.test(metrics);
  };
  // Long before the 10 seconds that a read may take.
  await eventually('the upstream call is given up', isGivenUp, 5_000);
});

it('the same key gives the same answer after a restart, whatever the answer was', async () => {
  const apart = await apartForThisTest();
  const vendor = apart.sandbox.unipileV1.control;
  const id = globalIds(CONNECTION);
  const target = find(
    vendor.truth().chats,
    ({ account_type, type }) => account_type === 'TELEGRAM' && type === 0,
  );
  const send = (text: string, clientMessageId: string) =>
    mutate(
      apart.graphql,
      'sendMessage',
      { chatId: id.chat(target), text, clientMessageId },
      'message { id text sentAt }',
    );
  const sent = await send('Sent', 'sent');
  vendor.fault({ route: SEND, afterWork: true, reset: 'before-headers' });
  const unknown = await send('Unknown', 'unknown');
  vendor.fault({ route: SEND, status: 422, type: 'errors/blocked_recipient' });
  const refused = await send('Refused', 'refused');
  expect([sent.__typename, unknown.code, refused.code]).toEqual([
    'SendMessagePayload',
    'OUTCOME_UNKNOWN',
    'RECIPIENT_UNREACHABLE',
  ]);
  await apart.stop();
  await apart.start();
  // Nor does it take the vendor to say it again.
  vendor.fault({ route: '*', status: 503, times: -1 });
  vendor.clearRequests();
  expect(await send('Sent', 'sent')).toEqual(sent);
  expect(await send('Unknown', 'unknown')).toEqual(unknown);
  expect(await send('Refused', 'refused')).toEqual(refused);
  expect(await send('Another', 'sent')).toMatchObject({ code: 'CONFLICT' });
  expect(requestsAsked(vendor)).toEqual([]);
});
