import { failure, notSupported } from './errors.ts';

export const supports = ['FULL', 'PARTIAL', 'UNSUPPORTED'] as const;
export type Support = (typeof supports)[number];

/** What can be done here, as data: mutations ask it before anything goes upstream, clients show or hide a button. */
export interface Capability {
  readonly support: Support;
  /** A sentence for people; null where support is FULL and nothing is worth saying. */
  readonly reason: string | null;
}
export interface StartCapability extends Capability {
  readonly needsSubject: boolean;
  readonly needsSignature: boolean;
  /** Characters (UTF-16 units); null: no limit is known. */
  readonly maxTextLength: number | null;
  readonly maxSubjectLength: number | null;
}
export interface SendCapability extends Capability {
  readonly maxTextLength: number | null;
}
export interface AttachCapability extends Capability {
  readonly maxFileBytes: number | null;
  readonly maxTotalBytes: number | null;
}
export interface ReactCapability extends Capability {
  /** Null: any emoji. */
  readonly allowed: readonly string[] | null;
  readonly canRemove: boolean;
}
export interface TimedCapability extends Capability {
  /** Minutes after sending; null: no limit is known. */
  readonly withinMinutes: number | null;
}

export interface AccountCapabilities {
  readonly startChat: Capability;
  readonly startGroup: Capability;
  readonly inMail: Capability;
  readonly listInboxes: Capability;
  readonly listAllMessages: Capability;
  /** PARTIAL: events are found by polling. */
  readonly pushEvents: Capability;
  /** Of synchronizeConversations. */
  readonly synchronize: Capability;
}
export interface InboxCapabilities {
  readonly startChat: StartCapability;
  readonly startGroup: Capability;
  readonly inMail: Capability;
}
export interface ChatCapabilities {
  readonly send: SendCapability;
  readonly attach: AttachCapability;
  readonly voiceNote: Capability;
  readonly reply: Capability;
  readonly forward: Capability;
  readonly react: ReactCapability;
  readonly edit: TimedCapability;
  readonly deleteMessage: TimedCapability;
  readonly typing: Capability;
  readonly markRead: Capability;
  readonly archive: Capability;
  readonly pin: Capability;
  readonly mute: Capability;
  readonly rename: Capability;
  readonly readReceipts: Capability;
  readonly changeAttendees: Capability;
  readonly deleteChat: Capability;
  readonly synchronize: Capability;
}

export const full: Capability = { support: 'FULL', reason: null };
export const partial = (reason: string): Capability => ({ support: 'PARTIAL', reason });
export const unsupported = (reason: string): Capability => ({ support: 'UNSUPPORTED', reason });

/** Throws NOT_SUPPORTED naming the field of the input, before anything goes upstream. */
export function requireSupport(capability: Capability, ...field: string[]): void {
  if (capability.support === 'UNSUPPORTED') {
    throw notSupported(capability.reason ?? 'This account cannot do that.', ...field);
  }
}

/** Throws INVALID_INPUT where the text is longer than the capability allows (UTF-16 units). */
export function requireLength(text: string, maximum: number | null, ...field: string[]): void {
  if (maximum !== null && text.length > maximum) {
    throw failure(
      'INVALID_INPUT',
      `The text has ${text.length} characters; at most ${maximum} are allowed here.`,
      { field },
    );
  }
}
