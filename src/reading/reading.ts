import type { Account, AccountRef } from '../messaging/account.ts';
import { accountKey } from '../messaging/account.ts';
import { notFound } from '../messaging/errors.ts';
import type { GlobalId, GlobalIdType } from '../messaging/id.ts';
import { openId } from '../messaging/id.ts';
import type { AccountPort, Provider } from '../messaging/provider.ts';
import type { Viewer } from '../messaging/viewer.ts';
import type { Directory, Unlisted } from './directory.ts';
import { refusingDisconnected } from './refusing.ts';
import type { Thrift } from './thrifty.ts';

/** A global id that was opened for a viewer who may see its account. */
export interface Opened<Type extends GlobalIdType> {
  readonly id: Extract<GlobalId, { type: Type }>;
  readonly account: Account;
  readonly port: AccountPort;
}

/** Which accounts there are, who may see them, and ports that answer thriftily. Makes no upstream call by itself. */
export interface Reading {
  /** In order of connection and account; removed ones are left out. */
  accounts(viewer: Viewer): readonly Account[];
  /**
   * The current record, or null where the viewer may not see it or it never was: the two look the same. Of a removed
   * account it is the last one, with status REMOVED.
   */
  account(viewer: Viewer, ref: AccountRef): Account | null;
  /** Connections whose accounts could not be listed and are not remembered either, as far as the viewer may see into them. */
  unlisted(viewer: Viewer): readonly Unlisted[];
  /** The one door: opens a text for a viewer, or null. `types` narrows. Of a removed account only the account itself. */
  open<Type extends GlobalIdType>(viewer: Viewer, text: string, types: readonly Type[]): Opened<Type> | null;
  /**
   * The account's port, its calls shared and its answers kept while events keep them true. It asks for no viewer: only
   * for accounts that `accounts`, `account` or `open` gave. Throws NOT_FOUND where there is none (any more).
   */
  port(account: AccountRef): AccountPort;
  /** The connection's provider, wrapped the same way. Throws NOT_FOUND where it is not configured (any more). */
  provider(connectionId: string): Provider;
}

export interface ReadingOptions {
  readonly providers: readonly Provider[];
  readonly directory: Directory;
  readonly thrift: Thrift;
}

/** Lives as long as the directory and the thrift that it is given; they are closed by who opened them. */
export function createReading({ providers, directory, thrift }: ReadingOptions): Reading {
  const wrapped = new Map(
    providers.map((provider) => [provider.connectionId, thrift.wrap(refusingDisconnected(provider))]),
  );
  const ports = new Map<string, AccountPort>();
  directory.onChange((ref) => {
    ports.delete(accountKey(ref));
    thrift.forget(ref);
  });

  const reading: Reading = {
    accounts: (viewer) => directory.accounts().filter((account) => viewer.maySee(account)),

    account: (viewer, ref) => (viewer.maySee(ref) ? directory.account(ref) : null),

    unlisted: (viewer) =>
      directory
        .unlisted()
        .filter(({ connectionId, accountIds }) =>
          accountIds === null
            ? viewer.maySeeSome(connectionId)
            : accountIds.some((accountId) => viewer.maySee({ connectionId, accountId })),
        ),

    open<Type extends GlobalIdType>(viewer: Viewer, text: string, types: readonly Type[]) {
      const id = openId(text);
      if (id === null || !isOneOf(id, types)) return null;
      const account = reading.account(viewer, id);
      if (account === null || (account.status === 'REMOVED' && id.type !== 'Account')) return null;
      return { id, account, port: reading.port(account) };
    },

    port(ref) {
      const key = accountKey(ref);
      const known = ports.get(key);
      if (known !== undefined) return known;
      const account = directory.account(ref);
      if (account === null) throw notFound('There is no such account.');
      const port = reading.provider(account.connectionId).open(account);
      ports.set(key, port);
      return port;
    },

    provider(connectionId) {
      const provider = wrapped.get(connectionId);
      if (provider === undefined) throw notFound('There is no such connection.');
      return provider;
    },
  };
  return reading;
}

function isOneOf<Type extends GlobalIdType>(
  id: GlobalId,
  types: readonly Type[],
): id is Extract<GlobalId, { type: Type }> {
  return (types as readonly GlobalIdType[]).includes(id.type);
}
