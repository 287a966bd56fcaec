import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Json, mutated, odd } from '../odd.ts';
import { codesIn } from './failures.ts';
import { oneOfEach } from './samples.ts';
import type { Stage } from './stage.ts';
import type { TrueChat } from './vendor.ts';
import { connection } from './walking.ts';

const messageFields = `id text direction kind sentAt delivery sender { id name } reactions { value count }
  attachments { id mimeType sizeBytes ... on ImageAttachment { width height }
    ... on VideoAttachment { width height durationMs } ... on AudioAttachment { durationMs } } quoted { text } readBy { readAt } systemEvent { kind }`;
const chatFields = `id kind title subject lastActivityAt unreadCount isUnread isMuted mutedUntil inbox { id name }
  capabilities { send { support } }`;

/** Each asks for what clients look at, and says how many items there are. */
const questions = {
  chats: (chat: TrueChat) => ({
    query: `query ($id: ID!) { node(id: $id) { ... on Account { list: chats(first: 8) ${connection(chatFields)} } } }`,
    id: chat.accountId,
  }),
  messages: (chat: TrueChat) => ({
    query: `query ($id: ID!) { node(id: $id) { ... on Chat { list: messages(first: 8) ${connection(messageFields)} } } }`,
    id: chat.id,
  }),
  attendees: (chat: TrueChat) => ({
    query: `query ($id: ID!) { node(id: $id) { ... on Chat { list: attendees(first: 8) ${connection('id name kind isSelf')} } } }`,
    id: chat.id,
  }),
  chat: (chat: TrueChat) => ({
    query: `query ($id: ID!) { node(id: $id) { ... on Chat { ${chatFields} lastMessage { ${messageFields} } } } }`,
    id: chat.id,
  }),
  credits: (chat: TrueChat) => ({
    query: `query ($id: ID!) { node(id: $id) { ... on Account { inMailCredits { classic recruiter salesNavigator } } } }`,
    id: chat.accountId,
  }),
};

interface Seen {
  readonly data?: { readonly node: { readonly list?: { readonly nodes: readonly unknown[] } } | null } | null;
}

/** Whatever an answer holds, it costs one item at most, and is never taken for a fault of ours. */
export function oddAnswers(stage: Stage, runs: number): void {
  const names = Object.keys(questions) as (keyof typeof questions)[];

  it.each(names)('to %s costs an item at most', async (name) => {
    const { whole, ask, chat, isList } = await begin(name);
    expect(whole > 0).toBe(isList);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), odd, async (item, choice, value) => {
        const seen = await ask(chat, (answer) => withOddItem(answer, item, choice, value));
        expect(codesIn(seen)).not.toContain('INTERNAL_SERVER_ERROR');
        const items = isList ? (seen.data?.node?.list?.nodes ?? []).length : whole;
        expect(items).toBeGreaterThanOrEqual(Math.max(0, whole - 1));
      }),
      { numRuns: runs },
    );
  });

  it.each(names)('to %s, anywhere in them, never become a fault of ours', async (name) => {
    const { ask, chat } = await begin(name);
    await fc.assert(
      fc.asyncProperty(fc.nat(), odd, async (choice, value) => {
        const seen = await ask(chat, (answer) => mutated(answer, choice, value));
        expect(codesIn(seen)).not.toContain('INTERNAL_SERVER_ERROR');
      }),
      { numRuns: runs },
    );
  });

  it.each(names)('to %s with an odd number for every number keep all items', async (name) => {
    const { whole, ask, chat, isList } = await begin(name);
    for (const value of [1e308, '3000000000', 2.5, -1]) {
      const seen = await ask(chat, (answer) => withNumbers(answer, value));
      expect({ value, codes: codesIn(seen) }).toEqual({ value, codes: [] });
      if (isList) expect(seen.data?.node?.list?.nodes).toHaveLength(whole);
    }
  });

  async function begin(name: keyof typeof questions) {
    const chat = oneOfEach(stage).find((one) => stage.behind.messages(one).length > 8);
    if (chat === undefined) throw new Error('The seed has no such chat.');
    const ask = async (about: TrueChat, rewrite: ((answer: Json) => Json) | null): Promise<Seen> => {
      // Nothing that was kept, and no breaker that is open.
      stage.advance(600_000);
      stage.behind.clearFaults();
      if (rewrite !== null) {
        stage.behind.fault({ route: '*', times: -1, rewrite: (answer) => rewrite(answer as Json) });
      }
      const { query, id } = questions[name](about);
      const seen = (await stage.execute(query, { id })) as Seen;
      stage.behind.clearFaults();
      return seen;
    };
    const { data } = await ask(chat, null);
    const list = data?.node?.list;
    return { chat, ask, whole: list?.nodes.length ?? 0, isList: list !== undefined };
  }
}

/** One item of the longest list is odd; an answer without a list is left alone. */
function withOddItem(answer: Json, item: number, choice: number, value: Json | undefined): Json {
  const copy = structuredClone(answer);
  const list = listsIn(copy).sort((one, other) => other.length - one.length)[0];
  if (list === undefined || list.length === 0) return copy;
  const at = item % list.length;
  list[at] = mutated(list[at] ?? null, choice, value);
  return copy;
}

/** Every number is this one. */
function withNumbers(answer: Json, value: Json): Json {
  if (typeof answer === 'number') return value;
  if (answer === null || typeof answer !== 'object') return answer;
  if (Array.isArray(answer)) return answer.map((item) => withNumbers(item, value));
  return Object.fromEntries(Object.entries(answer).map(([key, child]) => [key, withNumbers(child, value)]));
}

/** Lists of records, wherever they stand, but not those within one of their records. */
function listsIn(node: Json): Json[][] {
  if (node === null || typeof node !== 'object') return [];
  if (Array.isArray(node)) {
    const [first] = node;
    return typeof first === 'object' && first !== null && !Array.isArray(first)
      ? [node, ...deeper(first)]
      : [];
  }
  return Object.values(node).flatMap(listsIn);
}

/** Linked API has the messages in the one record of the conversation that was asked for. */
const deeper = (record: Json): Json[][] =>
  typeof record === 'object' && record !== null ? Object.values(record).flatMap(listsIn) : [];
