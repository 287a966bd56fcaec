import type { Account, AccountStatus, Network } from '../../messaging/account.ts';
import { meaning } from '../lenient.ts';
import type * as wire from './wire.ts';

const networks: Readonly<Record<string, Network>> = {
  linkedin: 'LINKEDIN',
  whatsapp: 'WHATSAPP',
  instagram: 'INSTAGRAM',
  messenger: 'MESSENGER',
  telegram: 'TELEGRAM',
  slack: 'SLACK',
  twitter: 'TWITTER',
};

/** Mail and calendars, which have no chats (unipile-v2.md §5.2). */
const withoutChats: ReadonlySet<string> = new Set(['google', 'outlook', 'imap']);

const statuses: Readonly<Record<string, AccountStatus>> = {
  running: 'CONNECTED',
  disconnected: 'NEEDS_RECONNECT',
  errored: 'ERROR',
  paused: 'PAUSED',
  degraded: 'DEGRADED',
  partial: 'DEGRADED',
};

/** An account (unipile-v2.md §6.4); null where it is one without chats. */
export function toAccount(connectionId: string, account: wire.Account): Account | null {
  const provider = account.provider?.toLowerCase();
  if (provider !== undefined && withoutChats.has(provider)) return null;
  return {
    connectionId,
    accountId: account.id,
    providerId: account.id,
    provider: 'UNIPILE_V2',
    network: meaning(networks, provider) ?? 'UNKNOWN',
    name: account.name?.trim() || account.id,
    status: meaning(statuses, account.status) ?? 'UNKNOWN',
    ownerId: account.user_id || null,
    details: null,
  };
}
