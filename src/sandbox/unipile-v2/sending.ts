import { type Draft, write } from './deeds.ts';
import type { Stage } from './stage.ts';
import type { Account, Chat, Message } from './world.ts';

/** The owner writes: one message, or (as a switch says) text and every file being messages of their own. Nothing where there is nothing. */
export function sendParts(
  stage: Stage,
  account: Account,
  chat: Chat,
  draft: Draft & Required<Pick<Draft, 'attachments'>> & { text: string },
): Message[] {
  const { attachments, ...rest } = draft;
  if (draft.text === '' && attachments.length === 0) return [];
  stage.pacing.note(account.id, stage.clock.now());
  const text = draft.text === '' ? null : draft.text;
  if (stage.switches.messageIds !== 'each') {
    return [write(stage, chat, account.owner, { ...draft, text })];
  }
  const files = attachments.map((attachment): Draft => ({ attachments: [attachment] }));
  // What is quoted goes along with what comes first.
  const [first = {}, ...others] = text === null ? files : [{ text }, ...files];
  const parts: Draft[] = [{ ...rest, text: null, ...first }, ...others];
  return parts.map((part) => write(stage, chat, account.owner, part));
}

/** `message_id` of an answer: a string, an array or null (unipile-v2.md §5.7). */
export function messageIds(stage: Stage, messages: readonly Message[]): string | string[] | null {
  if (stage.switches.messageIds === 'null' || messages.length === 0) return null;
  const ids = messages.map(({ id }) => id);
  return stage.switches.messageIds === 'each' ? ids : (ids[0] ?? null);
}
