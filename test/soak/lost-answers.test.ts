import { expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/index.ts';
import { gatewayForThisTest } from '../support/gateway.ts';
import { ids, mutate, readNode, requestsAsked } from '../whole-way/support.ts';

const SEND = 'POST /chats/{chat_id}/messages';
const SENDS = 100;

const losses: readonly Omit<Fault, 'route' | 'afterWork'>[] = [
  { reset: 'before-headers' },
  { reset: 'within-headers' },
  { reset: 'after-headers' },
  { hang: true },
  { status: 500 },
  { status: 502 },
  { status: 504 },
];

it('100 sends whose answers are lost: none is sent twice, and each is known as sent or as unknown', async () => {
  const gateway = await gatewayForThisTest({ config: { timeouts: { send: 1 } } });
  const { control } = gateway.sandbox.unipileV1;
  const chats = control
    .truth()
    .chats.filter(
      ({ type, read_only, account_type }) => type === 0 && !read_only && account_type !== 'LINKEDIN',
    )
    .slice(0, SENDS);
  expect(chats).toHaveLength(SENDS);
  const results = new Map<string, number>();
  for (const [index, chat] of chats.entries()) {
    const text = `Lost ${index}`;
    const chatId = ids.chat(chat);
    const send = () =>
      mutate(gateway.graphql, 'sendMessage', { chatId, text, clientMessageId: text }, 'message { id text }');
    // What goes well in between keeps the breaker shut.
    for (const selection of ['title', 'messages(first: 1) { nodes { id } }', 'pictureUrl']) {
      await readNode(gateway, chatId, 'Chat', selection);
    }
    const loss = losses[index % losses.length];
    control.fault({ route: SEND, afterWork: true, ...loss });
    const first = await send();
    control.clearFaults();
    expect(await send()).toEqual(first);
    const code = first.code ?? 'SENT';
    results.set(code, (results.get(code) ?? 0) + 1);
    expect(['SENT', 'OUTCOME_UNKNOWN']).toContain(code);
    expect(control.truth().messages.filter((message) => message.text === text)).toHaveLength(1);
  }
  expect(requestsAsked(control).filter(({ route }) => route === SEND)).toHaveLength(SENDS);
  process.stdout.write(`${SENDS} answers lost, 0 sent twice: ${JSON.stringify([...results])}\n`);
});
