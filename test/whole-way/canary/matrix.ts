import { readFileSync } from 'node:fs';
import type { Fault } from '../../../src/sandbox/index.ts';
import { find } from '../support.ts';
import { type CanaryWorld, secrets, TEXT, VENDOR_WORDS } from './world.ts';

const inbox = readFileSync(new URL('../../../schema/operations/1-inbox.graphql', import.meta.url), 'utf8');
const chatQuery = `query ($id: ID!) { node(id: $id) { ... on Chat { title subject lastMessage { text } messages(first: 50) {
  nodes { id text subject quoted { text } reactions { value } attachments { url mimeType ... on FileAttachment { filename } } error { detail } }
} } } }`;
const send = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) {
  __typename ... on Error { code detail } ... on ProviderError { providerType } ... on SendMessagePayload { message { text } }
} }`;

/** The vendor's errors, with words and headers that nobody may read, and answers that are no answers. */
const faults: readonly Omit<Fault, 'route'>[] = [
  { body: `${VENDOR_WORDS} is no object` },
  { body: { items: [{ id: VENDOR_WORDS, text: { [VENDOR_WORDS]: 1 } }, VENDOR_WORDS], cursor: 7 } },
  { spoil: 'html' },
  { spoil: 'malformed-json' },
  { spoil: 'invalid-utf8' },
  { cutAt: 0.5 },
  { reset: 'after-headers' },
  { hang: true },
  { redirect: `http://127.0.0.1:9/${VENDOR_WORDS}` },
  // 429 comes last: an account is left alone after it.
  ...[400, 401, 403, 404, 415, 422, 500, 501, 502, 503, 504, 429].map((status) => ({
    status,
    body: {
      status,
      type: `errors/${VENDOR_WORDS}`,
      title: VENDOR_WORDS,
      detail: `${VENDOR_WORDS} ${TEXT}`,
      instance: `/${VENDOR_WORDS}`,
    },
    headers: { 'x-vendor': VENDOR_WORDS, 'set-cookie': `session=${VENDOR_WORDS}` },
    ...(status === 429 ? { retryAfter: VENDOR_WORDS } : {}),
  })),
];

/** Ada writes, is written to, and reads it all. */
export async function talk({ apart, ask, chat, ids }: CanaryWorld): Promise<void> {
  const { control } = apart.sandbox.unipileV1;
  const chatId = ids.chat(chat);
  const first = control.inbound({ chatId: chat.id, text: `${TEXT} in` });
  control.inbound({
    chatId: chat.id,
    quotedMessageId: first.id,
    attachments: [
      { fileName: `${TEXT}.txt`, mimeType: 'text/plain', base64: Buffer.from(TEXT).toString('base64') },
    ],
  });
  control.inbound({ chatId: chat.id, text: `${TEXT} out`, fromSelf: true });
  control.edit({ messageId: first.id, text: `${TEXT} edited` });
  control.reaction({ messageId: first.id, value: TEXT });
  await control.webhooksIdle();
  await ask('ada', { query: inbox });
  await ask('ada', { query: chatQuery, variables: { id: chatId } });
  for (const input of [
    { chatId, text: `${TEXT} sent`, clientMessageId: `${TEXT}-key` },
    { chatId, text: `${TEXT} another`, clientMessageId: `${TEXT}-key` },
    { chatId, text: `${TEXT} ${'x'.repeat(40_000)}`, replyToMessageId: TEXT },
    { chatId: TEXT, text: TEXT },
  ]) {
    await ask('ada', { query: send, variables: { input } });
  }
  await ask('ada', {
    query: `mutation ($input: StartChatInput!) { startChat(input: $input) { __typename ... on Error { detail } } }`,
    variables: {
      input: {
        from: { accountId: ids.account({ id: chat.account_id }) },
        recipients: [{ phoneNumber: TEXT }],
        text: TEXT,
      },
    },
  });
}

/** Every route that reads, and the one that sends, goes wrong in every way. */
export async function suffer({ apart, ask, chats, ids }: CanaryWorld): Promise<void> {
  const { control } = apart.sandbox.unipileV1;
  for (const [index, fault] of faults.entries()) {
    const chatId = ids.chat(find(chats.slice(index), () => true));
    control.fault({ route: 'GET /messages', times: 6, ...fault });
    await ask('ada', { query: inbox });
    control.clearFaults();
    control.fault({ route: 'GET *', times: 6, ...fault });
    await ask('ada', { query: chatQuery, variables: { id: chatId } });
    control.clearFaults();
    control.fault({ route: 'POST /chats/{chat_id}/messages', ...fault });
    const input = { chatId, text: `${TEXT} ${index}`, clientMessageId: `${TEXT} ${index}` };
    await ask('ada', { query: send, variables: { input } });
    control.clearFaults();
  }
}

/** Requests that are wrong, from those who may and from those who may not. */
export async function misbehave({ apart, ask, chat, ids, evidence }: CanaryWorld): Promise<void> {
  const wrong: readonly object[] = [
    { query: `{ chats(first: ${TEXT}` },
    { query: `{ ${TEXT.replaceAll('-', '_')} }` },
    { query: 'query ($first: Int) { chats(first: $first) { nodes { id } } }', variables: { first: TEXT } },
    { query: `{ chats(after: "${TEXT}") { nodes { id } } }` },
    { query: `{ node(id: "${TEXT}") { id } }` },
    {
      query: send,
      variables: { input: { chatId: ids.chat(chat), text: TEXT, attachments: [{ file: TEXT }] } },
    },
    { query: `{ chats(first: 100) { nodes { messages(first: 100) { nodes { text } } } } } # ${TEXT}` },
    { query: `# ${TEXT} ${'x'.repeat(60_000)}` },
    { query: `subscription { events(after: "${TEXT}") { id } }` },
    { [TEXT]: TEXT },
  ];
  for (const body of wrong) {
    await ask('ada', body);
    await ask('nobody', body);
    await ask('nobody', body, { authorization: `Bearer ${secrets.wrongToken}` });
    await ask('nobody', body, { authorization: `Basic ${secrets.wrongToken}` });
  }
  await ask('grace', { query: inbox });
  await ask('grace', { query: chatQuery, variables: { id: ids.chat(chat) } });
  await ask('grace', { query: send, variables: { input: { chatId: ids.chat(chat), text: 'From Grace' } } });
  const address = `${apart.graphql}?query=${encodeURIComponent(`{ ${TEXT} }`)}&token=${secrets.wrongToken}`;
  evidence.add('answer to nobody', await (await fetch(address)).text());
  evidence.add(
    'answer to nobody',
    await (await fetch(`${apart.url}/files/${TEXT}/${secrets.wrongToken}`)).text(),
  );
}

/** Uploads that work, and some that do not. */
export async function upload({ apart, chat, ids, evidence }: CanaryWorld): Promise<void> {
  const operations = JSON.stringify({
    query: send,
    variables: { input: { chatId: ids.chat(chat), text: TEXT, attachments: [{ file: null }] } },
  });
  const map = '{"0":["variables.input.attachments.0.file"]}';
  for (const [first, second, bytes] of [
    [operations, map, `${TEXT} in a file`],
    [operations, map, TEXT.repeat(10_000)],
    [operations, `{"0":["variables.${TEXT}"]}`, TEXT],
    [`{"query": "${TEXT}`, map, TEXT],
    [operations, TEXT, TEXT],
  ] as const) {
    const form = new FormData();
    form.append('operations', first);
    form.append('map', second);
    form.append('0', new Blob([bytes]), `${TEXT}.txt`);
    const authorization = `Bearer ${secrets.ada}`;
    const response = await fetch(apart.graphql, { method: 'POST', body: form, headers: { authorization } });
    evidence.add('answer to ada', await response.text());
  }
}

/** Webhooks that are the vendor's and say odd things, and some that are not. */
export async function push({ apart, evidence }: CanaryWorld): Promise<void> {
  const { control } = apart.sandbox.unipileV1;
  const delivered = find(control.deliveries(), ({ event }) => event === 'message_received');
  const right = { 'unipile-auth': secrets.webhookSecret };
  const wrong = { 'unipile-auth': secrets.wrongWebhookSecret };
  for (const [headers, body] of [
    [{}, delivered.body],
    [wrong, delivered.body],
    [{ authorization: `Bearer ${secrets.webhookSecret}` }, delivered.body],
    [wrong, `{"event": "${TEXT}"}`],
    [right, delivered.body.slice(0, -1)],
    [right, `${TEXT} is no JSON`],
    [right, JSON.stringify([TEXT])],
    [right, JSON.stringify({ [TEXT]: { [TEXT]: TEXT } })],
    [right, JSON.stringify({ event: 'message_sung', message: TEXT, account_id: TEXT })],
    [
      right,
      JSON.stringify({
        event: 'message_received',
        message: TEXT,
        account_id: 'nobody',
        chat_id: 'c',
        message_id: 'm',
      }),
    ],
    [right, `{"event":"message_received","message":"${TEXT}","__proto__":{"${TEXT}":1}}`],
    [right, '['.repeat(10_000) + TEXT],
    [right, TEXT.repeat(100_000)],
  ] as const) {
    const url = delivered.url;
    const response = await fetch(url, { method: 'POST', headers, body }).catch(() => null);
    evidence.add('answer to a webhook', (await response?.text().catch(() => '')) ?? '');
  }
}

/** Addresses of files, opened and tampered with. Their signatures are permissions. */
export async function openFiles({
  apart,
  ask,
  chat,
  ids,
  evidence,
}: CanaryWorld): Promise<readonly string[]> {
  const answer = await ask('ada', { query: chatQuery, variables: { id: ids.chat(chat) } });
  const urls = [...answer.matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url ?? '');
  const { control } = apart.sandbox.unipileV1;
  for (const url of urls) {
    await (await fetch(url)).arrayBuffer();
    evidence.add('answer to nobody', await (await fetch(url.replace(/.$/, '!'))).text());
    const authorization = `Bearer ${secrets.grace}`;
    evidence.add('answer to grace', await (await fetch(url, { headers: { authorization } })).text());
    control.fault({ route: 'GET *', cutAt: 0.5, times: 1 });
    await fetch(url)
      .then((response) => response.arrayBuffer())
      .catch(() => undefined);
    control.clearFaults();
  }
  return urls.map((url) => new URL(url).searchParams.get('signature') ?? '');
}
