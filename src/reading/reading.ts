import type { Account, AccountRef } from '../messaging/account.ts';
import type { GlobalId, GlobalIdType } from '../messaging/id.ts';
import type { Unavailable } from '../messaging/page.ts';
import type { AccountPort, Provider } from '../messaging/provider.ts';
import type { Viewer } from '../messaging/viewer.ts';

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
  /** The current record, or null where the viewer may not see it or it never was: the two look the same. */
  account(viewer: Viewer, ref: AccountRef): Account | null;
  /** Connections whose accounts could not be listed and are not remembered either, as far as the viewer may see into them. */
  unavailable(viewer: Viewer): readonly Unavailable[];
  /** The one door: opens a text for a viewer, or null. `types` narrows. */
  open<Type extends GlobalIdType>(viewer: Viewer, text: string, types: readonly Type[]): Opened<Type> | null;
  /** The account's port, its calls shared and its answers kept while events keep them true. */
  port(account: AccountRef): AccountPort;
  /** The connection's provider, wrapped the same way. */
  provider(connectionId: string): Provider;
}
