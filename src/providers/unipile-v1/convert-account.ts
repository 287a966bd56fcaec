import type { Account, AccountStatus, Network } from '../../messaging/account.ts';
import { meaning } from '../lenient.ts';
import { type Details, toOrganizations } from './convert-inbox.ts';
import type * as wire from './wire.ts';

const networks: readonly string[] = [
  'LINKEDIN',
  'WHATSAPP',
  'INSTAGRAM',
  'MESSENGER',
  'TELEGRAM',
  'SLACK',
  'TWITTER',
] satisfies Network[];

/** An account, or null where it is none that has messages (mail, calendars: unipile-v1.md §6.1). */
export function toAccount(connectionId: string, account: wire.Account): Account | null {
  const sources = account.sources.filter((source) => source.id?.includes('_MESSAGING'));
  const network = networks.includes(account.type ?? '') ? (account.type as Network) : 'UNKNOWN';
  if (network === 'UNKNOWN' && sources.length === 0) return null;
  const im = account.connection_params?.im;
  const details: Details = {
    premiumFeatures: im?.premiumFeatures ?? [],
    organizations: toOrganizations(im?.organizations ?? []),
  };
  return {
    connectionId,
    accountId: account.id,
    providerId: account.id,
    provider: 'UNIPILE_V1',
    network,
    name: account.name ?? account.id,
    status: toStatus((sources.length > 0 ? sources : account.sources).map(({ status }) => status ?? '')),
    ownerId: ownerId(network, im),
    details,
  };
}

function ownerId(network: Network, im: wire.InstantMessaging | null | undefined): string | null {
  if (network === 'WHATSAPP' && im?.phone_number) return whatsAppId(im.phone_number);
  return im?.id || im?.user_id || null;
}

/** A WhatsApp user by phone number, as attendees are named there (unipile-v1.md §8.1). */
export function whatsAppId(phoneNumber: string): string {
  return phoneNumber.includes('@') ? phoneNumber : `${phoneNumber.replace(/\D/g, '')}@s.whatsapp.net`;
}

const sourceStatuses: Readonly<Record<string, AccountStatus>> = {
  OK: 'CONNECTED',
  CONNECTING: 'CONNECTING',
  CREDENTIALS: 'NEEDS_RECONNECT',
  PERMISSIONS: 'NEEDS_RECONNECT',
  STOPPED: 'ERROR',
  ERROR: 'ERROR',
};

/** An account is as its sources are; where they differ, it works in part. */
function toStatus(sources: readonly string[]): AccountStatus {
  const statuses = new Set(sources.map((status) => meaning(sourceStatuses, status) ?? 'UNKNOWN'));
  const [only] = statuses;
  return statuses.size > 1 ? 'DEGRADED' : (only ?? 'UNKNOWN');
}

const eventStatuses: Readonly<Record<string, AccountStatus>> = {
  ...sourceStatuses,
  CREATION_SUCCESS: 'CONNECTED',
  RECONNECTED: 'CONNECTED',
  SYNC_SUCCESS: 'CONNECTED',
  CREATION_FAIL: 'ERROR',
  DELETED: 'REMOVED',
};

/** What an account-status webhook says (unipile-v1.md §6.7); null where it is nothing that is documented. */
export function toEventStatus(message: string): AccountStatus | null {
  return meaning(eventStatuses, message.toUpperCase());
}
