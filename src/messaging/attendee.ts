import type { AccountRef } from './account.ts';

export const attendeeKinds = ['PERSON', 'ORGANIZATION', 'OTHER'] as const;
export type AttendeeKind = (typeof attendeeKinds)[number];

export const networkDistances = ['FIRST', 'SECOND', 'THIRD', 'OUT_OF_NETWORK'] as const;
export type NetworkDistance = (typeof networkDistances)[number];

export interface AttendeeRef extends AccountRef {
  /** The person's id at the network, because chats, messages, reactions and receipts all have it. */
  readonly attendeeId: string;
}

/** Somebody on the network, as one account sees them: the same person seen by two accounts is two attendees. */
export interface Attendee extends AttendeeRef {
  /** What a recipient is named with when a chat is started. */
  readonly providerId: string;
  readonly kind: AttendeeKind;
  readonly name: string;
  readonly isSelf: boolean;
  readonly headline: string | null;
  readonly networkDistance: NetworkDistance | null;
  readonly profileUrl: string | null;
  readonly hasPicture: boolean;
}

/** One way to name somebody; exactly one member is set. `phoneNumber` is E.164. */
export type AttendeeQuery =
  | { readonly providerId: string }
  | { readonly profileUrl: string }
  | { readonly phoneNumber: string };
