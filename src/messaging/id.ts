import type { AccountRef } from './account.ts';

/** What a global id names. The connection's id is always ours, never from a webhook's body. */
export type GlobalId =
  | ({ readonly type: 'Account' } & AccountRef)
  | ({ readonly type: 'Inbox'; readonly inboxId: string } & AccountRef)
  | ({ readonly type: 'Chat'; readonly chatId: string } & AccountRef)
  | ({ readonly type: 'Message'; readonly chatId: string; readonly messageId: string } & AccountRef)
  | ({
      readonly type: 'Attachment';
      readonly chatId: string;
      readonly messageId: string;
      readonly attachmentId: string;
    } & AccountRef)
  | ({ readonly type: 'Attendee'; readonly attendeeId: string } & AccountRef);

export type GlobalIdType = GlobalId['type'];

const members = {
  Account: ['connectionId', 'accountId'],
  Inbox: ['connectionId', 'accountId', 'inboxId'],
  Chat: ['connectionId', 'accountId', 'chatId'],
  Message: ['connectionId', 'accountId', 'chatId', 'messageId'],
  Attachment: ['connectionId', 'accountId', 'chatId', 'messageId', 'attachmentId'],
  Attendee: ['connectionId', 'accountId', 'attendeeId'],
} as const;

/** The opaque text that clients see. It is a name and not a permission. */
export function makeId(id: GlobalId): string {
  const values = id as unknown as Record<string, string>;
  return Buffer.from(JSON.stringify([id.type, ...members[id.type].map((member) => values[member])])).toString(
    'base64url',
  );
}

/** What the text names, or null where we never made it. Exactly one text opens to each name. */
export function openId(text: string): GlobalId | null {
  if (text.length > 4096) return null;
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (
    !Array.isArray(parts) ||
    !parts.every((part): part is string => typeof part === 'string' && part !== '')
  ) {
    return null;
  }
  const [type, ...values] = parts;
  if (type === undefined || !Object.hasOwn(members, type)) return null;
  const names = members[type as GlobalIdType];
  if (values.length !== names.length) return null;
  const id = Object.fromEntries([
    ['type', type],
    ...names.map((name, index) => [name, values[index]]),
  ]) as GlobalId;
  return makeId(id) === text ? id : null;
}
