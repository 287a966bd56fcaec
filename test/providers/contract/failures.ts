import { expect, it } from 'vitest';
import { errorCodes } from '../../../src/messaging/errors.ts';
import { eventually } from '../../support/wait.ts';
import { mutate } from '../../whole-way/support.ts';
import { plainChat } from './samples.ts';
import type { Stage } from './stage.ts';
import type { Vendor } from './vendor.ts';

const WORDS = 'Vendor words that nobody may see';
const HOUR = 3_600_000;

/** Whatever the vendor answers, callers get one of our codes and one of our sentences. */
export function failures(stage: Stage, vendor: Vendor): void {
  sendsOnce(stage, vendor);
  it.each(vendor.errors)(
    '$status $type is told by a code of ours, to who reads and to who sends',
    async (error) => {
      const chat = plainChat(stage);
      // Nothing that was kept, no pause and no open breaker of the one before.
      stage.advance(2 * HOUR);
      stage.behind.fault({ ...vendor.failing(error, WORDS), times: -1, retryAfter: HOUR / 1000 });
      const seen = await stage.execute(
        `query ($id: ID!) { node(id: $id) { ... on Chat { messages(first: 5) { unavailable { error { code detail } } } } } }`,
        { id: chat.id },
      );
      stage.advance(2 * HOUR);
      const sent = await mutate<object>(
        stage.graphql,
        'sendMessage',
        { chatId: chat.id, text: 'Hello' },
        'message { id }',
      );
      stage.behind.clearFaults();

      expect(JSON.stringify([seen, sent])).not.toContain(WORDS);
      expect(errorCodes).toContain(sent.code);
      expect(sent.detail?.length).toBeGreaterThan(10);
      const codes = codesIn(seen);
      // What the vendor does not have is null.
      if (codes.length === 0) expect(seen).toMatchObject({ data: { node: null } });
      for (const code of codes) expect(errorCodes).toContain(code);
      if (error.status === 429)
        expect([sent.code, ...codes]).toEqual(['RATE_LIMITED', ...codes.map(() => 'RATE_LIMITED')]);
      // What may have been done is never said to be worth repeating.
      if (error.status >= 500 && error.status !== 501)
        expect(sent.code).toMatch(/^(OUTCOME_UNKNOWN|PROVIDER_UNAVAILABLE)$/);
    },
  );
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
