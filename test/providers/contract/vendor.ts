import type { ErrorCode } from '../../../src/messaging/errors.ts';
import type { Fault, LoggedRequest, Sandbox } from '../../../src/sandbox/index.ts';

/** The one connection of such a gateway; all ids of a vendor's truth begin with it. */
export const CONNECTION = 'contract';

/** What the suite has to know of a vendor that is played: how to connect to it, and what is true there. */
export interface Vendor {
  /** Of its tests: the provider's, and where it can be spoken to in several ways, which. */
  readonly name: string;
  readonly provider: 'UNIPILE_V1' | 'UNIPILE_V2' | 'LINKED_API';
  /** As a file of configuration has it; secrets are in `env`. */
  connection(sandbox: Sandbox): { readonly settings: object; readonly env: Record<string, string> };
  /** Its other side. `accountIds`: the vendor's or our own ids of the accounts, in the gateway's order. */
  behind(sandbox: Sandbox, accountIds: readonly string[], client: Client): Behind;
  /** Before any gateway comes. */
  prepare(sandbox: Sandbox): void;
  /** Whether the gateway has asked for what is pushed, or, where nothing is, for all there is. */
  hasAsked(sandbox: Sandbox): boolean;
  /** Every error that it documents. */
  readonly errors: readonly VendorError[];
  /** An answer with that error, which says `words` to people. */
  failing(error: VendorError, words: string): Fault;
  /** The route that takes a message, as faults name it. */
  readonly sends: string;
}

/** Somebody who uses the gateway. */
export interface Client {
  /** Whatever comes of it. */
  mutate(name: string, input: object): Promise<void>;
  /** Lets so much time pass. */
  advance(milliseconds: number): void;
}

export interface VendorError {
  readonly type: string;
  readonly status: number;
  /** What callers are told. */
  readonly code: ErrorCode;
  /** No read is ever answered so. */
  readonly isOfSends?: boolean;
}

/** The vendor's side of a running sandbox. Whatever names nothing throws. */
export interface Behind {
  /** Newest activity first. */
  accounts(): readonly TrueAccount[];
  /** Newest first. */
  messages(chat: TrueChat): readonly TrueMessage[];
  /** How many messages each chat has, by its `vendorId`. */
  messageCounts(): ReadonlyMap<string, number>;
  /** Everything that can happen and be told, in an order in which it makes sense. Each does it when it is called. */
  happenings(chat: TrueChat): readonly Happening[];
  /** The owner writes from another device; answers the message's id. */
  ownerWrites(chat: TrueChat, text: string): string;
  /** The owner writes, and whoever else is there reads it. */
  othersRead(chat: TrueChat): void;
  /** What can be made of the message that was pushed last, as one that was not pushed yet. */
  webhooks(): Webhooks;
  /** Who can be written to in a product. */
  people(accountId: string, product: string): People;
  /** What it is known to do now and then, and no client may notice. */
  readonly quirks: readonly { readonly name: string; turn(on: boolean): void }[];
  fault(fault: Fault): void;
  clearFaults(): void;
  /** Resolves when what has happened was told to the gateway, where it is told. */
  told(): Promise<void>;
  /** Where it is not told: has the gateway look for it. */
  look(): Promise<void>;
  /** Those that a client's operation has caused, and no housekeeping. */
  requests(): readonly LoggedRequest[];
  clearRequests(): void;
}

/** By AttendeeInputs; those who are new to the account come first. */
export interface People {
  readonly reachable: readonly object[];
  /** By an InMail alone, where there are such people. */
  readonly byInMail: readonly object[];
}

export interface TrueAccount {
  readonly id: string;
  readonly name: string;
  readonly network: string;
  readonly chats: readonly TrueChat[];
}

export interface TrueChat {
  readonly id: string;
  /** Of the account, global. */
  readonly accountId: string;
  /** What the vendor calls it. */
  readonly vendorId: string;
  readonly kind: 'DIRECT' | 'GROUP' | 'CHANNEL';
  readonly product: string;
  readonly isArchived: boolean;
  readonly isUnread: boolean;
  readonly unreadCount: number;
  readonly isReadOnly: boolean;
  readonly syncStatus: 'DONE' | null;
  /** Attendee.providerId of the other one of a direct chat. */
  readonly counterpart: string | null;
}

export interface TrueMessage {
  readonly id: string;
  readonly text: string | null;
  readonly direction: 'INBOUND' | 'OUTBOUND';
  /** Attendee.providerId; null where the vendor does not say who it was. */
  readonly sender: string | null;
  readonly sentAt: string;
}

export interface Webhooks {
  /** As the vendor makes it; null where it pushes nothing. */
  readonly genuine: WebhookPost | null;
  readonly forgeries: readonly (WebhookPost & { readonly name: string })[];
}

export interface WebhookPost {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Something happens; answers what an event says of it: all of these fields, exactly so. */
export interface Happening {
  readonly name: string;
  /** The gateway finds it without being made to look. */
  readonly isFound?: true;
  happen(): Told | Promise<Told>;
}
export type Told = Readonly<Record<string, unknown>>;
