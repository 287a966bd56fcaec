import type { Message } from '../messaging/message.ts';

/** What was said, as far as two tellings of it can be compared. */
export interface Said {
  /** Empty: files only. */
  readonly text: string;
  readonly attachments: number;
}

/** A send that is under way, or was taken by a vendor that named no message. */
export interface OpenSend {
  /** Of the send. */
  readonly id: string;
  /** The id of ours that was given out; null where none was, because it is under way or its chat is not known. */
  readonly messageId: string | null;
  /** Null for a chat that was started and is not known yet. */
  readonly chatId: string | null;
  readonly said: Said;
  /** Unix milliseconds. */
  readonly acceptedAt: number;
  /** Unix milliseconds; null while it is under way. */
  readonly takenAt: number | null;
}

const dayMs = 24 * 3_600_000;

/** How far a vendor's clock may be from ours, in milliseconds; one that tells whole seconds gets more (linked-api.md §13.7). */
export const toleranceMs = (at: number): number => (at % 1000 === 0 ? longestToleranceMs : 60_000);
export const longestToleranceMs = 120_000;

/** Networks change white space and line ends. */
export function saidIn(message: Pick<Message, 'text' | 'attachments'>): Said {
  const text = (message.text ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();
  return { text, attachments: message.attachments.length };
}

export function isTheSame(one: Said, other: Said): boolean {
  if (one.text !== other.text) return false;
  return one.text !== '' || (one.attachments > 0 && one.attachments === other.attachments);
}

/**
 * Which of the sends, in the order of their acceptance, a message is that came back; undefined where it is none. The first
 * that it lies around, one that was taken before one under way: that one can still be given out as it is found. Else the
 * last before it, for which the fewest other messages are left. Who says the same a day later says another message.
 */
export function sendOf<Send extends OpenSend>(message: Message, sends: readonly Send[]): Send | undefined {
  const said = saidIn(message);
  const at = Date.parse(message.sentAt);
  const tolerance = toleranceMs(at);
  const isAround = ({ takenAt }: Send) => takenAt === null || at <= takenAt + tolerance;
  const fitting = sends.filter(
    (send) =>
      isTheSame(send.said, said) &&
      at >= send.acceptedAt - tolerance &&
      (send.takenAt === null || at <= send.takenAt + dayMs),
  );
  const inChat = fitting.filter((send) => send.chatId === message.chatId);
  if (inChat.length > 0) {
    const around = inChat.filter(isAround);
    return around.find(({ takenAt }) => takenAt !== null) ?? around[0] ?? inChat.at(-1);
  }
  // Where several people are told the same in new chats, it cannot be told whose is whose.
  const inNewChat = fitting.filter((send) => send.chatId === null);
  return inNewChat.length === 1 ? inNewChat[0] : undefined;
}
