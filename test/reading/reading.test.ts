import { describe, expect, it } from 'vitest';
import type { Account, AccountRef } from '../../src/messaging/account.ts';
import { failure } from '../../src/messaging/errors.ts';
import { makeId } from '../../src/messaging/id.ts';
import type { Directory, Unlisted } from '../../src/reading/directory.ts';
import { createReading } from '../../src/reading/reading.ts';
import { openThrift } from '../../src/reading/thrifty.ts';
import { accountOf, caller, FakeProvider, fakeEvents, viewer } from './fakes.ts';

/** A directory whose accounts a test sets, and says that they changed. */
function fakeDirectory(accounts: Account[], unlisted: Unlisted[] = []) {
  const listeners: ((account: AccountRef) => void)[] = [];
  const find = (ref: AccountRef) =>
    accounts.findIndex(
      ({ connectionId, accountId }) => connectionId === ref.connectionId && accountId === ref.accountId,
    );
  const directory: Directory = {
    accounts: () => accounts,
    account: (ref) => accounts[find(ref)] ?? null,
    unlisted: () => unlisted,
    doubt: () => {},
    hasTold: () => false,
    onChange: (listener) => {
      listeners.push(listener);
      return () => {};
    },
    close: async () => {},
  };
  const changed = (ref: AccountRef) => {
    for (const listener of listeners) listener(ref);
  };
  return {
    directory,
    replace(account: Account) {
      accounts.splice(find(account), 1, account);
      changed(account);
    },
    remove(account: AccountRef) {
      accounts.splice(find(account), 1);
      changed(account);
    },
  };
}

function world(unlisted: Unlisted[] = []) {
  const providers = [new FakeProvider('sales', 'a', 'b'), new FakeProvider('hiring', 'a')];
  const accounts = fakeDirectory(
    providers.flatMap((provider) => provider.listed),
    unlisted,
  );
  const { directory } = accounts;
  const thrift = openThrift({ events: fakeEvents(), directory, pushes: () => true, now: () => 0 });
  const asked = () => providers.flatMap((provider) => provider.asked);
  return { reading: createReading({ providers, directory, thrift }), accounts, asked };
}

const ada = viewer('ada', 'sales/a');
const admin = viewer('admin', 'sales/*', 'hiring/*');
const a = { connectionId: 'sales', accountId: 'a' };
const b = { connectionId: 'sales', accountId: 'b' };

describe('what a viewer sees', () => {
  it('is the accounts of the credential, and nothing is asked upstream for it', () => {
    const { reading, asked } = world();
    const names = (who: typeof ada) => reading.accounts(who).map((account) => account.name);
    expect(names(ada)).toEqual(['a of sales']);
    expect(names(admin)).toEqual(['a of sales', 'b of sales', 'a of hiring']);
    expect(names(viewer('nobody'))).toEqual([]);
    expect(reading.account(ada, a)?.name).toBe('a of sales');
    expect(reading.account(ada, b)).toBeNull();
    expect(reading.account(ada, { connectionId: 'sales', accountId: 'never' })).toBeNull();
    expect(asked()).toEqual([]);
  });

  it('has a connection that could not be listed only where the viewer may see into it', () => {
    const down = failure('PROVIDER_UNAVAILABLE', 'Down.').failure;
    const { reading } = world([
      { connectionId: 'sales', accountIds: null, failure: down },
      { connectionId: 'hiring', accountIds: ['z'], failure: down },
    ]);
    const seen = (...patterns: string[]) => reading.unlisted(viewer('who', ...patterns));
    expect(seen('sales/anyone')).toEqual([{ connectionId: 'sales', accountIds: null, failure: down }]);
    expect(seen('sales/*', 'hiring/*')).toHaveLength(2);
    expect(seen('hiring/z')).toHaveLength(1);
    expect(seen('hiring/other')).toEqual([]);
    expect(seen('elsewhere/*')).toEqual([]);
  });
});

describe('the one door', () => {
  const idsOf = (account: AccountRef) => [
    makeId({ type: 'Account', ...account }),
    makeId({ type: 'Inbox', ...account, inboxId: 'i' }),
    makeId({ type: 'Chat', ...account, chatId: 'c1' }),
    makeId({ type: 'Message', ...account, chatId: 'c1', messageId: 'm1' }),
    makeId({ type: 'Attachment', ...account, chatId: 'c1', messageId: 'm1', attachmentId: 'x' }),
    makeId({ type: 'Attendee', ...account, attendeeId: 'me' }),
  ];
  const types = ['Account', 'Inbox', 'Chat', 'Message', 'Attachment', 'Attendee'] as const;

  it('opens what the viewer may see, with its account and port', async () => {
    const { reading } = world();
    const opened = idsOf(a).map((id) => reading.open(ada, id, types));
    expect(opened.map((each) => each?.id.type)).toEqual(types);
    expect(opened.every((each) => each?.account.name === 'a of sales')).toBe(true);
    const chat = reading.open(ada, idsOf(a)[2] ?? '', ['Chat']);
    expect(await chat?.port.chat(chat.id.chatId, caller().call)).toMatchObject({ ...a, chatId: 'c1' });
  });

  it('answers a foreign id exactly as one that never was, as damaged text and as another type', () => {
    const { reading, asked } = world();
    const closed: unknown[] = [
      ...idsOf(b),
      ...idsOf({ connectionId: 'hiring', accountId: 'a' }),
      ...idsOf({ connectionId: 'sales', accountId: 'never' }),
      ...idsOf({ connectionId: 'never', accountId: 'a' }),
      ...idsOf(a).map((id) => `${id}A`),
      '',
      'not an id',
    ].map((text) => reading.open(ada, text, types));
    closed.push(reading.open(ada, idsOf(a)[2] ?? '', ['Message', 'Account']));
    expect(new Set(closed)).toEqual(new Set([null]));
    expect(asked()).toEqual([]);
  });

  it('is shut once the account is removed', () => {
    const { reading, accounts } = world();
    accounts.remove(a);
    expect(reading.open(ada, idsOf(a)[0] ?? '', types)).toBeNull();
    expect(() => reading.port(a)).toThrow(/NOT_FOUND/);
    expect(() => reading.provider('never')).toThrow(/NOT_FOUND/);
  });
});

describe('a port', () => {
  it('is the same while the record is the same, and opened again with what was kept forgotten when it changes', async () => {
    const { reading, accounts, asked } = world();
    const port = reading.port(a);
    expect(reading.port(a)).toBe(port);
    await port.chat('c1', caller().call);
    await reading.port(b).chat('c1', caller().call);
    accounts.replace({ ...accountOf('sales', 'a'), name: 'Renamed' });
    expect(reading.port(a).account.name).toBe('Renamed');
    await reading.port(a).chat('c1', caller().call);
    await reading.port(b).chat('c1', caller().call);
    expect(asked()).toHaveLength(3);
  });

  it('keeps two accounts with the same id at two connections apart', async () => {
    const { reading } = world();
    const hiring = { connectionId: 'hiring', accountId: 'a' };
    const read = (account: AccountRef) => reading.port(account).chat('c1', caller().call);
    expect(await Promise.all([read(a), read(hiring), read(a)])).toMatchObject([a, hiring, a]);
  });
});
