import { chmodSync, closeSync, openSync } from 'node:fs';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import Database from 'libsql';
import { StorageUnavailable } from './store.ts';
import type { Tables } from './tables.ts';

/**
 * Another process (a backup, a second gateway by mistake) is waited for so long, in milliseconds. The driver is
 * synchronous, so all else waits too: long enough for a commit, short enough that a webhook is answered in time.
 */
const busyTimeoutMs = 2_000;

/** Opens a database file, readable by its owner only, or `:memory:`. Throws StorageUnavailable. */
export function openSqlite(path: string): { readonly db: Kysely<Tables>; close(): void } {
  const database = openDatabase(path);
  return {
    db: new Kysely<Tables>({ dialect: new ImmediateSqliteDialect(database) }),
    // Not through Kysely, which would answer later queries with an error of its own.
    close: () => {
      if (database.open) database.close();
    },
  };
}

function openDatabase(path: string): Database.Database {
  try {
    if (path !== ':memory:') restrictToOwner(path);
    const database = new Database(path, { timeout: busyTimeoutMs });
    database.pragma('journal_mode = wal');
    database.pragma('synchronous = full');
    return database;
  } catch (error) {
    throw new StorageUnavailable(error);
  }
}

/** Before the database opens it: its -wal and -shm files take over the mode. */
function restrictToOwner(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #database: Database.Database;
  constructor(database: Database.Database) {
    super({ database });
    this.#database = database;
  }
  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#database);
  }
  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }
}

/** SQLite does take back tables that were made in a transaction; a migration is then whole or not there. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Takes the right to write when a transaction begins: one that reads first could not get it afterwards if another
 * process wrote in between. `exec` because a prepared statement that had to wait in vain stays open inside libsql 0.5
 * and lets no later transaction commit.
 */
class ImmediateSqliteDriver extends SqliteDriver {
  readonly #database: Database.Database;
  constructor(database: Database.Database) {
    super({ database });
    this.#database = database;
  }
  override async acquireConnection(): Promise<DatabaseConnection> {
    return new GuardedConnection(await super.acquireConnection(), this.#database);
  }
  override async beginTransaction(): Promise<void> {
    guarded(() => this.#database.exec('begin immediate'));
  }
  override async commitTransaction(): Promise<void> {
    guarded(() => this.#database.exec('commit'));
  }
  /** After some faults (disk full) SQLite has rolled back by itself; saying so would hide the fault. */
  override async rollbackTransaction(): Promise<void> {
    if (this.#database.open && this.#database.inTransaction) {
      guarded(() => this.#database.exec('rollback'));
    }
  }
}

/** Turns every fault of the storage into StorageUnavailable. */
class GuardedConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #database: Database.Database;
  constructor(connection: DatabaseConnection, database: Database.Database) {
    this.#connection = connection;
    this.#database = database;
  }
  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    refuseUnbindable(query.parameters);
    // A write by itself has to wait by `exec` as well: see the driver.
    const alone = writes(query) && this.#database.open && !this.#database.inTransaction;
    if (alone) guarded(() => this.#database.exec('begin immediate'));
    try {
      const result = await this.#connection.executeQuery<Row>(query);
      if (alone) this.#database.exec('commit');
      return result;
    } catch (error) {
      if (alone && this.#database.open && this.#database.inTransaction) this.#database.exec('rollback');
      throw faultOf(error);
    }
  }
  async *streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    refuseUnbindable(query.parameters);
    try {
      yield* this.#connection.streamQuery<Row>(query, chunkSize);
    } catch (error) {
      throw faultOf(error);
    }
  }
}

function writes(query: CompiledQuery): boolean {
  return ['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode'].includes(query.query.kind);
}

function guarded(action: () => void): void {
  try {
    action();
  } catch (error) {
    throw faultOf(error);
  }
}

/** Mistakes in our SQL stay what they are; all else that the database throws is a fault of the storage. */
function faultOf(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isMistake = /^SQLITE_(ERROR|CONSTRAINT|MISMATCH|RANGE|MISUSE)/.test(code);
  return isMistake ? error : new StorageUnavailable(error);
}

/** A boolean parameter ends the whole process inside libsql 0.5, and others would be mistaken for a fault of the storage. */
function refuseUnbindable(parameters: readonly unknown[]): void {
  for (const parameter of parameters) {
    if (parameter === null || typeof parameter === 'string' || typeof parameter === 'number') continue;
    throw new TypeError(`The store keeps texts, numbers and null, not ${typeof parameter}.`);
  }
}
