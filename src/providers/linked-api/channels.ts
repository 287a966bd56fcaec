import type { AccountRef } from '../../messaging/account.ts';
import type { Inbox, Product } from '../../messaging/inbox.ts';

/** Standard messaging, or Sales Navigator: one person has a conversation in each (linked-api.md §1). */
export const channels = ['st', 'nv'] as const;
export type Channel = (typeof channels)[number];

const traits = {
  st: { product: 'LINKEDIN_CLASSIC', inboxId: 'CLASSIC', name: 'LinkedIn' },
  nv: { product: 'LINKEDIN_SALES_NAVIGATOR', inboxId: 'SALES_NAVIGATOR', name: 'Sales Navigator' },
} as const satisfies Record<Channel, { product: Product; inboxId: string; name: string }>;

export const productOf = (channel: Channel): Product => traits[channel].product;
export const inboxIdOf = (channel: Channel): string => traits[channel].inboxId;

/** Null where Linked API does not reach the product. */
export function channelOfProduct(product: Product): Channel | null {
  return channels.find((channel) => traits[channel].product === product) ?? null;
}

export function channelOfInbox(inboxId: string): Channel | null {
  return channels.find((channel) => traits[channel].inboxId === inboxId) ?? null;
}

export function toInbox({ connectionId, accountId }: AccountRef, channel: Channel): Inbox {
  const { product, inboxId, name } = traits[channel];
  return { connectionId, accountId, inboxId, providerId: null, name, product, isPrimary: true };
}
