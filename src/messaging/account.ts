export const providerKinds = ['UNIPILE_V1', 'UNIPILE_V2', 'LINKED_API'] as const;
export type ProviderKind = (typeof providerKinds)[number];

export const networks = [
  'LINKEDIN',
  'WHATSAPP',
  'INSTAGRAM',
  'MESSENGER',
  'TELEGRAM',
  'SLACK',
  'TWITTER',
  'UNKNOWN',
] as const;
export type Network = (typeof networks)[number];

export const accountStatuses = [
  'CONNECTED',
  'CONNECTING',
  'DEGRADED',
  'NEEDS_RECONNECT',
  'RESTRICTED',
  'ERROR',
  'PAUSED',
  'REMOVED',
  'UNKNOWN',
] as const;
export type AccountStatus = (typeof accountStatuses)[number];

/** Names one account: the connection's id is ours (from the configuration), the account's id is the vendor's. */
export interface AccountRef {
  readonly connectionId: string;
  readonly accountId: string;
}

/** One login at a network, held by a provider. Plain JSON: it is remembered in the store. */
export interface Account extends AccountRef {
  /** The id that the vendor's own tools show; null where it has none. */
  readonly providerId: string | null;
  readonly provider: ProviderKind;
  readonly network: Network;
  readonly name: string;
  readonly status: AccountStatus;
  /** The owner's user id at the network; null where it is not known. It recognises own messages. */
  readonly ownerId: string | null;
  /** What this provider alone needs to know of the account (premium features, organisations); nobody else reads it. */
  readonly details: Json;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One text per account, to key maps with; both parts may hold any character. */
export function accountKey(account: AccountRef): string {
  return JSON.stringify([account.connectionId, account.accountId]);
}
