import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountStatus } from '../../src/messaging/account.ts';
import { failure } from '../../src/messaging/errors.ts';
import type { MessagingEvent } from '../../src/messaging/event.ts';
import type { Product } from '../../src/messaging/inbox.ts';
import { type Directory, type DirectoryOptions, openDirectory } from '../../src/reading/directory.ts';
import { openStore } from '../../src/store/open.ts';
import { StorageUnavailable, type Store } from '../../src/store/store.ts';
import { silentLog } from '../store/silent-log.ts';
import { accountOf, caller, FakeProvider, fakeEvents, messageOf } from './fakes.ts';

const at = '2026-03-01T09:00:00.000Z';
const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);
const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);

let store: Store;
let open: Directory[];

beforeEach(async () => {
  vi.useFakeTimers();
  store = await openStore('memory', silentLog);
  open = [];
});
afterEach(async () => {
  try {
    await Promise.all(open.map((directory) => directory.close()));
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
    await store.close();
  }
});

async function directoryOf(connections: DirectoryOptions['connections'], events = fakeEvents()) {
  const directory = await openDirectory({
    connections,
    store,
    events,
    log: silentLog,
    now: Date.now,
    makeCall: () => caller().call,
  });
  open.push(directory);
  return directory;
}

const shown = (directory: Directory) =>
  directory.accounts().map(({ connectionId, accountId, status }) => `${connectionId}/${accountId} ${status}`);

const down = async () => {
  throw failure('PROVIDER_UNAVAILABLE', 'Down.');
};

const statusEvent = (accountId: string, status: AccountStatus) =>
  ({ type: 'ACCOUNT_STATUS_CHANGED', at, accountId, status, product: null }) satisfies MessagingEvent;

const messageEvent = (accountId: string): MessagingEvent => ({
  type: 'MESSAGE_CREATED',
  at,
  isBackfill: false,
  accountId,
  chatId: 'c1',
  messageId: 'm1',
  message: messageOf({ connectionId: 'sales', accountId, chatId: 'c1' }, 'm1'),
});

describe('the accounts of all connections', () => {
  it('are listed at the start, in order of connection and account', async () => {
    const directory = await directoryOf([
      { provider: new FakeProvider('sales', 'b', 'a') },
      { provider: new FakeProvider('hiring', 'z') },
    ]);
    expect(shown(directory)).toEqual(['hiring/z CONNECTED', 'sales/a CONNECTED', 'sales/b CONNECTED']);
    expect(directory.account({ connectionId: 'sales', accountId: 'a' })?.name).toBe('a of sales');
    expect(directory.account({ connectionId: 'hiring', accountId: 'a' })).toBeNull();
    expect(directory.account({ connectionId: 'none', accountId: 'a' })).toBeNull();
    expect(directory.unlisted()).toEqual([]);
  });

  it('are narrowed by the configuration, also those that are remembered', async () => {
    const provider = new FakeProvider('sales', 'a', 'b');
    await (await directoryOf([{ provider }])).close();
    provider.gate = down;
    expect(shown(await directoryOf([{ provider, accounts: ['b'] }]))).toEqual(['sales/b UNKNOWN']);
    provider.gate = async () => {};
    expect(shown(await directoryOf([{ provider, accounts: ['b'] }]))).toEqual(['sales/b CONNECTED']);
  });

  it('are listed again every 10 minutes', async () => {
    const provider = new FakeProvider('sales', 'a', 'b');
    const directory = await directoryOf([{ provider }]);
    const changes: string[] = [];
    directory.onChange((account) => changes.push(account.accountId));
    const before = directory.account({ connectionId: 'sales', accountId: 'a' });
    provider.listed = [accountOf('sales', 'a'), accountOf('sales', 'c')];
    await minutes(9);
    expect(provider.asked).toHaveLength(1);
    await minutes(1);
    expect(provider.asked).toHaveLength(2);
    expect(shown(directory)).toEqual(['sales/a CONNECTED', 'sales/c CONNECTED']);
    expect(changes.sort()).toEqual(['b', 'c']);
    expect(directory.account({ connectionId: 'sales', accountId: 'a' })).toBe(before);
  });
});

describe('a provider that is down', () => {
  it('keeps nobody from starting, is told of, and is found again', async () => {
    const [sales, hiring] = [new FakeProvider('sales', 'a'), new FakeProvider('hiring', 'z')];
    sales.gate = down;
    const directory = await directoryOf([{ provider: sales, accounts: ['a'] }, { provider: hiring }]);
    expect(shown(directory)).toEqual(['hiring/z CONNECTED']);
    expect(directory.unlisted()).toMatchObject([
      {
        connectionId: 'sales',
        accountIds: ['a'],
        failure: { code: 'PROVIDER_UNAVAILABLE', detail: 'Down.' },
      },
    ]);
    sales.gate = async () => {};
    await seconds(30);
    expect(shown(directory)).toEqual(['hiring/z CONNECTED', 'sales/a CONNECTED']);
    expect(directory.unlisted()).toEqual([]);
  });

  it('that does not answer holds up the start for 3 seconds only', async () => {
    const provider = new FakeProvider('sales', 'a');
    let answer = () => {};
    provider.gate = () => new Promise((resolve) => (answer = resolve));
    const starting = directoryOf([{ provider }]);
    await seconds(3);
    const directory = await starting;
    expect(directory.unlisted()).toMatchObject([
      { failure: { code: 'PROVIDER_UNAVAILABLE', retryable: true } },
    ]);
    answer();
    await seconds(0);
    expect(shown(directory)).toEqual(['sales/a CONNECTED']);
    expect(directory.unlisted()).toEqual([]);
  });

  it('leaves what is remembered over a restart, with an unknown status', async () => {
    const provider = new FakeProvider('sales', 'a', 'b');
    await (await directoryOf([{ provider }])).close();
    provider.gate = down;
    const directory = await directoryOf([{ provider }]);
    expect(shown(directory)).toEqual(['sales/a UNKNOWN', 'sales/b UNKNOWN']);
    expect(directory.unlisted()).toEqual([]);
    provider.gate = async () => {};
    await seconds(30);
    expect(shown(directory)).toEqual(['sales/a CONNECTED', 'sales/b CONNECTED']);
  });

  it('leaves what was listed before, while it runs', async () => {
    const provider = new FakeProvider('sales', 'a');
    const directory = await directoryOf([{ provider }]);
    provider.gate = down;
    await minutes(30);
    expect(shown(directory)).toEqual(['sales/a CONNECTED']);
  });

  it('is cut off when the directory closes', async () => {
    const provider = new FakeProvider('sales', 'a');
    provider.gate = (call) =>
      new Promise((_resolve, reject) => {
        call.signal.addEventListener('abort', () => reject(call.signal.reason));
      });
    const starting = directoryOf([{ provider }]);
    await seconds(3);
    const directory = await starting;
    await directory.close();
    expect(provider.signals[0]?.aborted).toBe(true);
  });
});

describe('a listing', () => {
  async function world() {
    const events = fakeEvents();
    const told: MessagingEvent[] = [];
    events.onAppend((news) => told.push(...news.map(({ event }) => event)));
    const provider = new FakeProvider('sales', 'a', 'b');
    const directory = await directoryOf([{ provider }], events);
    const listed = (accountId: string, status: AccountStatus) => {
      provider.listed = provider.listed.map((account) =>
        account.accountId === accountId ? { ...account, status } : account,
      );
    };
    return { events, told, provider, directory, listed };
  }
  const doubted = { connectionId: 'sales', accountId: 'a' };

  it('tells a status that no event has told, once', async () => {
    const { told, listed } = await world();
    listed('a', 'NEEDS_RECONNECT');
    await minutes(30);
    expect(told).toEqual([{ ...statusEvent('a', 'NEEDS_RECONNECT'), at: expect.stringMatching(/Z$/) }]);
    listed('a', 'CONNECTED');
    await minutes(10);
    expect(told.slice(1)).toMatchObject([{ accountId: 'a', status: 'CONNECTED' }]);
  });

  it('tells that an account is gone, and that it is back', async () => {
    const { told, provider } = await world();
    const [gone] = provider.listed.splice(0, 1);
    await minutes(10);
    if (gone !== undefined) provider.listed.push(gone);
    await minutes(10);
    expect(told).toMatchObject([
      { accountId: 'a', status: 'REMOVED' },
      { accountId: 'a', status: 'CONNECTED' },
    ]);
  });

  it('tells nothing of what an event has told, is there from the start or was there before it', async () => {
    const { events, told, listed, provider, directory } = await world();
    events.happen('sales', statusEvent('a', 'NEEDS_RECONNECT'));
    listed('a', 'NEEDS_RECONNECT');
    await minutes(10);
    expect(told).toHaveLength(1);
    await directory.close();
    await directoryOf([{ provider }], events);
    await minutes(10);
    expect(told).toHaveLength(1);
  });

  it('tells nothing where one product has signed out, of which it does not know', async () => {
    const { events, told } = await world();
    const ofProduct: MessagingEvent = {
      ...statusEvent('a', 'NEEDS_RECONNECT'),
      product: 'LINKEDIN_RECRUITER',
    };
    events.happen('sales', ofProduct);
    await minutes(10);
    expect(told).toEqual([ofProduct]);
  });

  it('tells that an account works in part, and that it works as a whole again', async () => {
    const { told, listed } = await world();
    listed('a', 'DEGRADED');
    await minutes(10);
    listed('a', 'CONNECTED');
    await minutes(10);
    expect(told).toMatchObject([{ status: 'DEGRADED' }, { status: 'CONNECTED' }]);
  });

  it('tells nothing of a new account beside what an event says of it', async () => {
    const { events, provider, told } = await world();
    provider.listed.push(accountOf('sales', 'c'), accountOf('sales', 'd'));
    events.happen('sales', statusEvent('c', 'CONNECTED'));
    events.happen('sales', messageEvent('d'));
    await minutes(20);
    expect(told).toEqual([statusEvent('c', 'CONNECTED'), messageEvent('d')]);
  });

  it('tells again what could not be told', async () => {
    const { events, told, listed, directory } = await world();
    const { append } = events;
    events.append = async () => {
      throw new StorageUnavailable('The disk is full.');
    };
    listed('a', 'NEEDS_RECONNECT');
    await minutes(10);
    expect(told).toEqual([]);
    // What a provider tells now is the first that is told.
    expect(directory.hasTold('sales', statusEvent('a', 'NEEDS_RECONNECT'))).toBe(false);
    events.append = append;
    await minutes(10);
    expect(told).toMatchObject([{ accountId: 'a', status: 'NEEDS_RECONNECT' }]);
  });

  it('tells nothing and is not hastened where polls tell what becomes of accounts', async () => {
    const { directory, provider, told, listed } = await world();
    Object.assign(provider, { webhook: undefined });
    listed('a', 'NEEDS_RECONNECT');
    directory.doubt(doubted);
    await seconds(1);
    expect(provider.asked).toHaveLength(1);
    await minutes(10);
    expect(shown(directory)).toContain('sales/a NEEDS_RECONNECT');
    expect(told).toEqual([]);
  });

  it('has told what a provider tells late, until it tells something else', async () => {
    const { events, directory, listed } = await world();
    const isKnown = (status: AccountStatus) => directory.hasTold('sales', statusEvent('a', status));
    listed('a', 'NEEDS_RECONNECT');
    expect(isKnown('NEEDS_RECONNECT')).toBe(false);
    await minutes(10);
    expect([isKnown('NEEDS_RECONNECT'), isKnown('CONNECTED')]).toEqual([true, false]);
    expect(directory.hasTold('hiring', statusEvent('a', 'NEEDS_RECONNECT'))).toBe(false);
    events.happen('sales', statusEvent('a', 'CONNECTED'));
    expect(isKnown('NEEDS_RECONNECT')).toBe(false);
  });

  it('has told nothing that comes after one of the products has signed out', async () => {
    const { events, directory, listed } = await world();
    listed('a', 'NEEDS_RECONNECT');
    await minutes(10);
    listed('a', 'CONNECTED');
    await minutes(10);
    events.happen('sales', { ...statusEvent('a', 'NEEDS_RECONNECT'), product: 'LINKEDIN_RECRUITER' });
    expect(directory.hasTold('sales', statusEvent('a', 'CONNECTED'))).toBe(false);
  });

  it('comes after half a minute where another account was doubted just now', async () => {
    const { directory, told, listed } = await world();
    directory.doubt(doubted);
    await seconds(1);
    listed('b', 'NEEDS_RECONNECT');
    directory.doubt({ ...doubted, accountId: 'b' });
    await seconds(29);
    expect(told).toEqual([]);
    await seconds(1);
    expect(told).toMatchObject([{ accountId: 'b', status: 'NEEDS_RECONNECT' }]);
  });

  it('comes for a new account as soon as ever, and takes the doubt along', async () => {
    const { events, directory, provider, told, listed } = await world();
    directory.doubt(doubted);
    await seconds(1);
    listed('b', 'NEEDS_RECONNECT');
    directory.doubt({ ...doubted, accountId: 'b' });
    provider.listed.push(accountOf('sales', 'c'));
    events.happen('sales', messageEvent('c'));
    directory.doubt({ ...doubted, accountId: 'b' });
    await seconds(1);
    expect(shown(directory)).toContain('sales/c CONNECTED');
    expect(told.slice(1)).toMatchObject([{ accountId: 'b', status: 'NEEDS_RECONNECT' }]);
  });

  it('comes again where an account is doubted while it is under way', async () => {
    const { directory, provider, told, listed } = await world();
    let answer = () => {};
    provider.gate = () => new Promise((resolve) => (answer = resolve));
    await minutes(10);
    directory.doubt(doubted);
    answer();
    provider.gate = async () => {};
    await seconds(0);
    listed('a', 'NEEDS_RECONNECT');
    await seconds(1);
    expect(told).toMatchObject([{ accountId: 'a', status: 'NEEDS_RECONNECT' }]);
  });

  it('comes soon where an account is doubted, and not more often than twice a minute', async () => {
    const { directory, provider, told, listed } = await world();
    for (let second = 0; second < 60; second += 1) {
      directory.doubt(doubted);
      await seconds(1);
    }
    expect(provider.asked).toHaveLength(3);
    listed('a', 'NEEDS_RECONNECT');
    directory.doubt(doubted);
    await seconds(1);
    expect(told).toMatchObject([{ accountId: 'a', status: 'NEEDS_RECONNECT' }]);
    expect(provider.asked).toHaveLength(4);
    await minutes(1);
    directory.doubt(doubted);
    directory.doubt({ connectionId: 'sales', accountId: 'never' });
    directory.doubt({ connectionId: 'none', accountId: 'a' });
    await seconds(1);
    expect(provider.asked).toHaveLength(4);
  });
});

describe('an event', () => {
  async function world(...accounts: string[]) {
    const events = fakeEvents();
    const provider = new FakeProvider('sales', 'a', 'b');
    const narrowed = accounts.length > 0 ? { accounts } : {};
    const directory = await directoryOf([{ provider, ...narrowed }], events);
    return { events, provider, directory };
  }

  it('of a status shows at once', async () => {
    const { events, directory } = await world();
    const changes: string[] = [];
    directory.onChange((account) => changes.push(account.accountId));
    events.happen('sales', statusEvent('a', 'NEEDS_RECONNECT'));
    expect(shown(directory)).toEqual(['sales/a NEEDS_RECONNECT', 'sales/b CONNECTED']);
    expect(changes).toEqual(['a']);
  });

  describe('of one product', () => {
    const productEvent = (
      status: AccountStatus,
      product: Product = 'LINKEDIN_RECRUITER',
    ): MessagingEvent => ({
      type: 'ACCOUNT_STATUS_CHANGED',
      at,
      accountId: 'a',
      status,
      product,
    });

    it('leaves the account working in part until that product is back', async () => {
      const { events, directory } = await world();
      const changes: string[] = [];
      directory.onChange((account) => changes.push(account.accountId));
      events.happen('sales', productEvent('NEEDS_RECONNECT'));
      expect(shown(directory)).toEqual(['sales/a DEGRADED', 'sales/b CONNECTED']);
      events.happen('sales', productEvent('CONNECTED'));
      expect(shown(directory)).toEqual(['sales/a CONNECTED', 'sales/b CONNECTED']);
      expect(changes).toEqual(['a', 'a']);
    });

    it('counts until all are back', async () => {
      const { events, directory } = await world();
      events.happen('sales', productEvent('NEEDS_RECONNECT'));
      events.happen('sales', productEvent('ERROR', 'LINKEDIN_SALES_NAVIGATOR'));
      events.happen('sales', productEvent('CONNECTED'));
      expect(shown(directory)).toContain('sales/a DEGRADED');
      events.happen('sales', productEvent('CONNECTED', 'LINKEDIN_SALES_NAVIGATOR'));
      expect(shown(directory)).toContain('sales/a CONNECTED');
    });

    it('counts also after a listing that does not know of it', async () => {
      const { events, directory } = await world();
      events.happen('sales', productEvent('NEEDS_RECONNECT'));
      const known = directory.account({ connectionId: 'sales', accountId: 'a' });
      await minutes(10);
      expect(shown(directory)).toContain('sales/a DEGRADED');
      expect(directory.account({ connectionId: 'sales', accountId: 'a' })).toBe(known);
    });

    it('is over when the whole account is connected again', async () => {
      const { events, directory } = await world();
      events.happen('sales', productEvent('NEEDS_RECONNECT'));
      events.happen('sales', statusEvent('a', 'CONNECTED'));
      await minutes(10);
      expect(shown(directory)).toContain('sales/a CONNECTED');
    });

    it('says nothing of an account that does not work at all', async () => {
      const { events, directory } = await world();
      events.happen('sales', statusEvent('a', 'NEEDS_RECONNECT'));
      events.happen('sales', productEvent('NEEDS_RECONNECT'));
      events.happen('sales', productEvent('CONNECTED'));
      expect(shown(directory)).toContain('sales/a NEEDS_RECONNECT');
    });

    it('shows once its account is listed', async () => {
      const { events, provider, directory } = await world();
      provider.listed.push(accountOf('sales', 'c'));
      events.happen('sales', { ...productEvent('ERROR'), accountId: 'c' });
      await seconds(1);
      expect(shown(directory)).toContain('sales/c DEGRADED');
    });
  });

  it('of another connection says nothing of this one', async () => {
    const { events, directory } = await world();
    events.happen('hiring', statusEvent('a', 'REMOVED'));
    expect(shown(directory)).toEqual(['sales/a CONNECTED', 'sales/b CONNECTED']);
  });

  it('of a removal removes, also from what is remembered', async () => {
    const { events, provider, directory } = await world();
    events.happen('sales', statusEvent('a', 'REMOVED'));
    expect(shown(directory)).toEqual(['sales/b CONNECTED']);
    await directory.close();
    provider.gate = down;
    expect(shown(await directoryOf([{ provider }]))).toEqual(['sales/b UNKNOWN']);
  });

  it('of a removed account can still be shown, also after a restart', async () => {
    const { events, provider, directory } = await world();
    events.happen('sales', statusEvent('a', 'REMOVED'));
    const removed = { ...accountOf('sales', 'a'), status: 'REMOVED' };
    expect(directory.account({ connectionId: 'sales', accountId: 'a' })).toEqual(removed);
    await directory.close();
    provider.gate = down;
    const again = await directoryOf([{ provider }]);
    expect(again.account({ connectionId: 'sales', accountId: 'a' })).toEqual(removed);
    expect(again.account({ connectionId: 'sales', accountId: 'never' })).toBeNull();
  });

  it('of an account that is gone from a listing counts as removed until it is listed again', async () => {
    const { provider, directory } = await world();
    const [gone] = provider.listed.splice(0, 1);
    await minutes(10);
    expect(directory.account({ connectionId: 'sales', accountId: 'a' })?.status).toBe('REMOVED');
    if (gone !== undefined) provider.listed.push(gone);
    await minutes(10);
    expect(shown(directory)).toEqual(['sales/a CONNECTED', 'sales/b CONNECTED']);
  });

  it('of an unknown account can be shown at once, before it is listed', async () => {
    const { events, directory } = await world();
    events.happen('sales', messageEvent('c'));
    const newcomer = directory.account({ connectionId: 'sales', accountId: 'c' });
    expect(newcomer).toMatchObject({ name: 'c', network: 'UNKNOWN', status: 'CONNECTING' });
    expect(shown(directory)).toEqual(['sales/a CONNECTED', 'sales/b CONNECTED']);
  });

  it('of an unknown account lists once for all that come together', async () => {
    const { events, provider, directory } = await world();
    provider.listed = ['a', 'b', 'c', 'd'].map((accountId) => accountOf('sales', accountId));
    events.happen('sales', messageEvent('c'));
    events.happen('sales', messageEvent('c'));
    events.happen('sales', messageEvent('d'));
    await seconds(1);
    expect(provider.asked).toHaveLength(2);
    expect(shown(directory)).toHaveLength(4);
  });

  it('of an account that the provider does not list costs one listing until the next regular one', async () => {
    const { events, provider } = await world();
    for (let index = 0; index < 20; index += 1) {
      events.happen('sales', messageEvent('stranger'));
      await seconds(10);
    }
    expect(provider.asked).toHaveLength(2);
  });

  it('of a stranger who connects lists again', async () => {
    const { events, provider, directory } = await world();
    events.happen('sales', messageEvent('c'));
    await seconds(2);
    provider.listed.push(accountOf('sales', 'c'));
    events.happen('sales', statusEvent('c', 'CONNECTED'));
    await seconds(2);
    expect(shown(directory)).toContain('sales/c CONNECTED');
  });

  it('of an account that the configuration leaves out costs nothing', async () => {
    const { events, provider, directory } = await world('a');
    events.happen('sales', messageEvent('b'));
    events.happen('sales', statusEvent('b', 'CONNECTED'));
    await seconds(5);
    expect(provider.asked).toHaveLength(1);
    expect(shown(directory)).toEqual(['sales/a CONNECTED']);
  });

  it('that comes while the list is on its way is newer than the list', async () => {
    const { events, provider, directory } = await world();
    let answer = () => {};
    provider.gate = () => new Promise((resolve) => (answer = resolve));
    await minutes(10);
    events.happen('sales', statusEvent('a', 'NEEDS_RECONNECT'));
    events.happen('sales', statusEvent('b', 'REMOVED'));
    provider.listed.push(accountOf('sales', 'c'));
    events.happen('sales', messageEvent('c'));
    provider.gate = async () => {};
    answer();
    await seconds(0);
    expect(shown(directory)).toEqual(['sales/a NEEDS_RECONNECT']);
    provider.listed = provider.listed.filter((account) => account.accountId !== 'b');
    await seconds(1);
    expect(shown(directory)).toContain('sales/c CONNECTED');
  });
});

it('a store that cannot be written to keeps nobody from being listed', async () => {
  const provider = new FakeProvider('sales', 'a');
  const directory = await directoryOf([{ provider }]);
  await store.db.schema.dropTable('accounts').execute();
  provider.listed.push(accountOf('sales', 'b'));
  await minutes(10);
  expect(shown(directory)).toEqual(['sales/a CONNECTED', 'sales/b CONNECTED']);
});
