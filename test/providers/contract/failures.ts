import { expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/messaging/errors.ts';
import type { Fault } from '../../../src/sandbox/index.ts';
import type { Answer } from '../../support/client.ts';
import { eventually } from '../../support/wait.ts';
import { mutate } from '../../whole-way/support.ts';
import { allChats, plainChat } from './samples.ts';
import type { Stage } from './stage.ts';
import type { Vendor } from './vendor.ts';

const WORDS = 'Vendor words that nobody may see';
const HOUR = 3_600_000;
const chatOf = 'query ($id: ID!) { node(id: $id) { ... on Chat { title } } }';
const everything = `query ($id: ID!, $another: ID!) {
  known: node(id: $id) { ... on Chat { messages(first: 5) { unavailable { error { code detail } } } } }
  another: node(id: $another) { ... on Chat { title } } }`;

/** Whatever the vendor answers, callers get one of our codes and one of our sentences. */
export function failures(stage: Stage, vendor: Vendor): void {
  sendsOnce(stage, vendor);
  it.each(vendor.errors)('$status $type is $code to callers', async (error) => {
    const { id, accountId } = plainChat(stage);
    const { status, code, isOfSends } = error;
    const fault: Fault = { ...vendor.failing(error, WORDS), times: -1, retryAfter: HOUR / 1000 };
    if (!isOfSends) {
      begin();
      // The chat is known, so that it is its messages that cannot be had; one of another account is not.
      await stage.read(chatOf, { id });
      const another = allChats(stage).findLast((chat) => chat.accountId !== accountId)?.id ?? id;
      expectTold(await failing(fault, () => stage.execute(everything, { id, another })), code);
    }
    begin();
    const input = { chatId: id, text: 'Hello' };
    const sent = await failing({ ...fault, route: isOfSends ? '*' : vendor.sends }, () =>
      mutate<object>(stage.graphql, 'sendMessage', input, 'message { id }'),
    );
    // What may have been done is never said to be worth repeating.
    const mayBeDone = status >= 500 && code === 'PROVIDER_UNAVAILABLE';
    expect(sent).toMatchObject({
      code: mayBeDone ? 'OUTCOME_UNKNOWN' : code,
      detail: expect.stringMatching(/.{10}/),
    });
  });

  /** Nothing that was kept, no pause and no open breaker of the one before. */
  function begin(): void {
    stage.advance(2 * HOUR);
  }

  async function failing<Answer>(fault: Fault, ask: () => Promise<Answer>): Promise<Answer> {
    stage.behind.fault(fault);
    try {
      const answer = await ask();
      expect(JSON.stringify(answer)).not.toContain(WORDS);
      return answer;
    } finally {
      stage.behind.clearFaults();
    }
  }
}

/** The code stands wherever something could not be had, and no other one does. */
function expectTold({ data, errors }: Answer, code: ErrorCode): void {
  const told = codesIn([data, errors]);
  expect(told).toEqual(told.map(() => code));
  const missing = Object.values(data ?? {}).filter((node) => node === null);
  // What the vendor does not know, or says it cannot be, is null.
  if (missing.length > (errors ?? []).length) expect(['NOT_FOUND', 'INVALID_INPUT']).toContain(code);
  else expect(told.length).toBeGreaterThan(0);
}

/** A send whose answer is lost may have been done: it is never done again. */
function sendsOnce(stage: Stage, vendor: Vendor): void {
  it('sends once where the answer is lost', async () => {
    const chat = plainChat(stage);
    stage.advance(2 * HOUR);
    const text = 'Only once, please';
    stage.behind.fault({ route: vendor.sends, afterWork: true, status: 502 });
    const sent = await mutate<object>(
      stage.graphql,
      'sendMessage',
      { chatId: chat.id, text },
      'message { id }',
    );
    stage.behind.clearFaults();
    expect(sent).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false });
    const isIt = (message: { readonly text: string | null }) => message.text === text;
    await eventually('the message is there', () => stage.behind.messages(chat).some(isIt));
    expect(stage.behind.requests().filter(({ route }) => route === vendor.sends)).toHaveLength(1);
    expect(stage.behind.messages(chat).filter(isIt)).toHaveLength(1);
  });
}

/** Every `code` of an answer, wherever it stands. */
export function codesIn(answer: unknown): string[] {
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([key, value]) =>
    key === 'code' && typeof value === 'string' ? [value] : codesIn(value),
  );
}
