import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { StorageUnavailable, type Store } from '../../src/store/store.ts';
import { silentLog } from './silent-log.ts';

let folder: string;
let url: string;
const opened: Store[] = [];

async function open(): Promise<Store> {
  const store = await openStore(url, silentLog);
  opened.push(store);
  return store;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-store-'));
  url = `sqlite:${join(folder, 'parley.db')}`;
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  rmSync(folder, { recursive: true });
});

describe('the file', () => {
  it('and its companions are readable by their owner only, also where the file was open to others', async () => {
    writeFileSync(join(folder, 'parley.db'), '');
    chmodSync(join(folder, 'parley.db'), 0o666);
    const store = await open();
    await store.notes('sales').set('a', 1);
    const modes = readdirSync(folder).map((name) => [
      name,
      (statSync(join(folder, name)).mode & 0o777).toString(8),
    ]);
    expect(modes.sort()).toEqual([
      ['parley.db', '600'],
      ['parley.db-shm', '600'],
      ['parley.db-wal', '600'],
    ]);
  });

  it('is written through to the disk', async () => {
    const { db } = await open();
    expect((await sql`pragma journal_mode`.execute(db)).rows).toEqual([{ journal_mode: 'wal' }]);
    expect((await sql`pragma synchronous`.execute(db)).rows).toEqual([{ synchronous: 2 }]);
  });

  it('that is no database, or lies nowhere, is StorageUnavailable', async () => {
    writeFileSync(join(folder, 'parley.db'), 'A letter to somebody. '.repeat(1000));
    await expect(openStore(url, silentLog)).rejects.toBeInstanceOf(StorageUnavailable);
    await expect(openStore(`sqlite:${folder}/no/such.db`, silentLog)).rejects.toBeInstanceOf(
      StorageUnavailable,
    );
  });

  it('of another kind of store is refused with a sentence', async () => {
    await expect(openStore('mysql://localhost/parley', silentLog)).rejects.toThrow(/sqlite:/);
  });

  it('that a newer version has used is not touched', async () => {
    const store = await open();
    await sql`insert into kysely_migration values ('999-later', '2999-01-01T00:00:00.000Z')`.execute(
      store.db,
    );
    await store.close();
    await expect(openStore(url, silentLog)).rejects.toThrow(/999-later/);
  });
});

describe('keys', () => {
  it('are the same after a restart and differ by purpose', async () => {
    const first = await open();
    const [cursor, event] = [first.key('cursor'), first.key('event')];
    expect(cursor).toHaveLength(32);
    expect(cursor).not.toEqual(event);
    await first.close();
    const second = await open();
    expect(second.key('cursor')).toEqual(cursor);
    expect(second.key('event')).toEqual(event);
  });

  it('differ between stores', async () => {
    const [one, other] = await Promise.all([
      openStore('memory', silentLog),
      openStore('sqlite::memory:', silentLog),
    ]);
    opened.push(one, other);
    expect(one.key('cursor')).not.toEqual(other.key('cursor'));
  });
});

describe('notes', () => {
  it('belong to their connection and outlive a restart', async () => {
    const first = await open();
    await first.notes('sales').set('person:1', { name: 'Ada' });
    await first.notes('sales').set('person:1', { name: 'Ada L.' });
    await first.notes('hiring').set('person:1', null);
    await first.close();

    const notes = (await open()).notes('sales');
    expect(await notes.get('person:1')).toEqual({ name: 'Ada L.' });
    expect(await notes.get('person:2')).toBeUndefined();
    await notes.delete('person:1');
    expect(await notes.get('person:1')).toBeUndefined();
    expect(await (await open()).notes('hiring').get('person:1')).toBeNull();
  });

  it('are listed by the beginning of their key, whatever it holds', async () => {
    const notes = (await open()).notes('sales');
    for (const key of ['b%1', 'b_2', 'B%3', 'b%0', '🎉x', '🎈y']) await notes.set(key, key);
    expect((await notes.list('b%')).map((note) => note.key)).toEqual(['b%0', 'b%1']);
    expect((await notes.list('🎉')).map((note) => note.key)).toEqual(['🎉x']);
    expect(await notes.list('')).toHaveLength(6);
  });
});

describe('faults', () => {
  it('a closed store is StorageUnavailable from every method', async () => {
    const store = await open();
    await store.close();
    await store.close();
    await expect(store.check()).rejects.toBeInstanceOf(StorageUnavailable);
    await expect(store.notes('sales').get('a')).rejects.toBeInstanceOf(StorageUnavailable);
    await expect(
      store.db.transaction().execute((transaction) => transaction.selectFrom('notes').selectAll().execute()),
    ).rejects.toBeInstanceOf(StorageUnavailable);
  });

  it('a file that another process holds is StorageUnavailable, and works again when it lets go', async () => {
    const [store, other] = [await open(), await open()];
    await sql`pragma busy_timeout = 20`.execute(store.db);
    await other.db.transaction().execute(async () => {
      await expect(store.check()).rejects.toBeInstanceOf(StorageUnavailable);
      const waiting = store.db.transaction().execute(() => Promise.resolve());
      await expect(waiting).rejects.toBeInstanceOf(StorageUnavailable);
    });
    await store.check();
    await store.db.transaction().execute((transaction) => transaction.deleteFrom('notes').execute());
  });

  it('a full disk is StorageUnavailable, and nothing of the transaction stays', async () => {
    const store = await open();
    await sql`pragma max_page_count = 60`.execute(store.db);
    const notes = store.notes('sales');
    const writing = store.db.transaction().execute(async (transaction) => {
      for (let count = 0; count < 100; count += 1) {
        await transaction
          .insertInto('notes')
          .values({ connection_id: 'sales', key: `note ${count}`, value: 'x'.repeat(4000) })
          .execute();
      }
    });
    await expect(writing).rejects.toBeInstanceOf(StorageUnavailable);
    expect(await notes.list('')).toEqual([]);
    await sql`pragma max_page_count = 1000000`.execute(store.db);
    await notes.set('small', 1);
  });

  it('a mistake in a query is not taken for a fault of the storage', async () => {
    const { db } = await open();
    const mistaken = sql`select a from nowhere`.execute(db);
    await expect(mistaken).rejects.toThrow(/no such table/);
    await expect(mistaken).rejects.not.toBeInstanceOf(StorageUnavailable);
    await expect(sql`select ${true}`.execute(db)).rejects.toBeInstanceOf(TypeError);
  });
});
