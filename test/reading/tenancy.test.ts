import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Account, AccountRef } from '../../src/messaging/account.ts';
import type { Call } from '../../src/messaging/call.ts';
import type { Chat } from '../../src/messaging/chat.ts';
import { makeId } from '../../src/messaging/id.ts';
import type { Viewer } from '../../src/messaging/viewer.ts';
import type { Directory } from '../../src/reading/directory.ts';
import { createReading, type Reading } from '../../src/reading/reading.ts';
import { openThrift } from '../../src/reading/thrifty.ts';
import { caller, chatOf, FakeProvider, fakeEvents, messageOf, viewer } from './fakes.ts';

/** Every account has the same chats, messages and people by name, so whatever is mixed up is the other's. */
const owners: Record<string, { readonly account: AccountRef; readonly viewer: Viewer }> = {
  ada: { account: { connectionId: 'sales', accountId: 'a' }, viewer: viewer('ada', 'sales/a') },
  grace: { account: { connectionId: 'sales', accountId: 'b' }, viewer: viewer('grace', 'sales/b') },
  alan: { account: { connectionId: 'hiring', accountId: 'a' }, viewer: viewer('alan', 'hiring/a') },
};

type Owned = Partial<AccountRef>;
type Read = (reading: Reading, viewer: Viewer, own: AccountRef, call: Call) => Promise<readonly unknown[]>;

/** What an operation does: opens ids of everybody, and reads through what opened. */
const readings: Record<string, Read> = {
  chat: async (reading, viewer, _own, call) =>
    Promise.all(
      Object.values(owners).map(async ({ account }) => {
        const opened = reading.open(viewer, makeId({ type: 'Chat', ...account, chatId: 'c1' }), ['Chat']);
        return opened === null ? null : opened.port.chat(opened.id.chatId, call);
      }),
    ),
  messages: async (reading, _viewer, own, call) =>
    (await reading.port(own).messages('c1', {}).fetch(null, 20, call)).items,
  attendee: async (reading, _viewer, own, call) => [await reading.port(own).attendee?.('ada', call)],
  'wide chats': async (reading, _viewer, own, call) =>
    (await reading.provider(own.connectionId).chats?.([own.accountId], {}).fetch(null, 20, call))?.items ??
    [],
  'last messages': async (reading, _viewer, own, call) =>
    (await reading.provider(own.connectionId).lastMessages?.(chatsOf(own), [own.accountId], call)) ?? [],
  members: async (reading, _viewer, own, call) =>
    (
      (await reading.provider(own.connectionId).chatAttendees?.(chatsOf(own), [own.accountId], call)) ?? []
    ).flatMap((answer) => ('code' in answer ? [] : answer)),
};

const belongsTo = (account: AccountRef, thing: Owned) =>
  thing.connectionId === account.connectionId && thing.accountId === account.accountId;

const chatsOf = (account: AccountRef): Chat[] => [chatOf(account, 'c1'), chatOf(account, 'c2')];

function world(gate: () => Promise<void>) {
  const providers = [new FakeProvider('sales', 'a', 'b'), new FakeProvider('hiring', 'a')];
  for (const provider of providers) provider.gate = gate;
  const accounts: Account[] = providers.flatMap((provider) => provider.listed);
  const directory: Directory = {
    accounts: () => accounts,
    account: (ref) =>
      accounts.find(
        (account) => account.connectionId === ref.connectionId && account.accountId === ref.accountId,
      ) ?? null,
    unlisted: () => [],
    doubt: () => {},
    hasTold: () => false,
    onChange: () => () => {},
    close: async () => {},
  };
  const events = fakeEvents();
  const thrift = openThrift({ events, directory, pushes: () => true, now: () => 0 });
  return { reading: createReading({ providers, directory, thrift }), events };
}

it('viewers who read the same names at once, with events in between and leaving when they like, see only their own', async () => {
  const step = fc.record({
    who: fc.constantFrom(...Object.keys(owners)),
    what: fc.constantFrom(...Object.keys(readings), 'event'),
    leaves: fc.boolean(),
  });
  let seen = 0;
  const crossed: Owned[] = [];
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(step, { minLength: 4, maxLength: 12 }),
      async (scheduler, steps) => {
        const { reading, events } = world(() => scheduler.schedule(Promise.resolve()));
        const done = steps.map(async ({ who, what, leaves }, index) => {
          const owner = owners[who];
          if (owner === undefined) throw new Error(`Nobody is called ${who}.`);
          await scheduler.schedule(Promise.resolve(), `${index} ${who} ${what}`);
          const read = readings[what];
          if (read === undefined) {
            const message = messageOf({ ...owner.account, chatId: 'c1' }, `m${index}`);
            events.happen(owner.account.connectionId, {
              type: 'MESSAGE_CREATED',
              at: message.sentAt,
              isBackfill: false,
              accountId: message.accountId,
              chatId: message.chatId,
              messageId: message.messageId,
              message,
            });
            return;
          }
          const { call, leave } = caller();
          if (leaves) void scheduler.schedule(Promise.resolve(), `${index} leaves`).then(leave);
          const answer = await read(reading, owner.viewer, owner.account, call).catch(() => []);
          for (const thing of answer as readonly (Owned | null)[]) {
            if (thing === null) continue;
            if (belongsTo(owner.account, thing)) seen += 1;
            else crossed.push(thing);
          }
        });
        await scheduler.waitIdle();
        await Promise.all(done);
        expect(crossed).toEqual([]);
      },
    ),
    { numRuns: 2_000 },
  );
  expect(seen).toBeGreaterThan(4_000);
}, 120_000);
