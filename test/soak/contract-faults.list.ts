/** A mistake that somebody could make in an adapter: one text of one file, and what stands there instead. */
export interface Fault {
  readonly name: string;
  readonly vendor: 'UNIPILE_V1' | 'UNIPILE_V2' | 'LINKED_API';
  /** Below src/providers. */
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
}

const v1 = 'UNIPILE_V1';
const v2 = 'UNIPILE_V2';
const linked = 'LINKED_API';

export const faults: readonly Fault[] = [
  {
    name: 'wrong paging mode of a product',
    vendor: v2,
    file: 'unipile-v2/assumptions.ts',
    right: "LINKEDIN_CLASSIC: 'offset'",
    wrong: "LINKEDIN_CLASSIC: 'cursor'",
  },
  {
    name: 'the offset grows by what came, not by what was asked for',
    vendor: v2,
    file: 'unipile-v2/sources.ts',
    right: 'offset: offset + limit',
    wrong: 'offset: offset + page.items.length',
  },
  {
    name: 'a short page is taken for the last',
    vendor: v2,
    file: 'unipile-v2/sources.ts',
    right: 'page.size === 0 || isRepeated',
    wrong: 'page.size < limit || isRepeated',
  },
  {
    name: 'wrong inbox of a chat',
    vendor: v2,
    file: 'unipile-v2/connection.ts',
    right: 'inboxId: told ?? inboxOfChatId(chat.id)',
    wrong: 'inboxId: inboxOfChatId(chat.id) ?? told',
  },
  {
    name: 'unread is inverted',
    vendor: v2,
    file: 'unipile-v2/convert-chat.ts',
    right: 'isUnread: unread !== 0',
    wrong: 'isUnread: unread === 0',
  },
  {
    name: 'archived is lost',
    vendor: v2,
    file: 'unipile-v2/convert-chat.ts',
    right: 'isArchived: chat.is_archived ?? false',
    wrong: 'isArchived: false',
  },
  {
    name: 'the owner goes by the id that one product has for them',
    vendor: v2,
    file: 'unipile-v2/convert-message.ts',
    right: '(account.ownerId ?? (message.sender_id || null))',
    wrong: '(message.sender_id || account.ownerId)',
  },
  {
    name: 'a read receipt by the wrong person',
    vendor: v2,
    file: 'unipile-v2/convert-event.ts',
    right: 'readerId: told.names.user_id || null',
    wrong: 'readerId: accountOf(told).ownerId',
  },
  {
    name: 'the end of a reaction is taken for a reaction',
    vendor: v2,
    file: 'unipile-v2/convert-event.ts',
    right: 'reacted(told, true)',
    wrong: 'reacted(told, false)',
  },
  {
    name: 'a signature holds for ever',
    vendor: v2,
    file: 'unipile-v2/webhook.ts',
    right: '> SIGNATURE_WINDOW_SECONDS) return false',
    wrong: '> Number.MAX_VALUE) return false',
  },
  {
    name: 'an id is put into a path as it is',
    vendor: v2,
    file: 'path.ts',
    right: 'return encodeURIComponent(segment)',
    wrong: 'return segment',
  },
  {
    name: 'ids of chat and message are swapped',
    vendor: v1,
    file: 'unipile-v1/convert-message.ts',
    right: 'chatId: message.chat_id,\n    messageId: message.id,',
    wrong: 'chatId: message.id,\n    messageId: message.chat_id,',
  },
  {
    name: 'the direction is lost',
    vendor: v1,
    file: 'unipile-v1/convert-message.ts',
    right: "message.is_sender ? 'OUTBOUND' : 'INBOUND'",
    wrong: "message.is_sender ? 'INBOUND' : 'INBOUND'",
  },
  {
    name: 'the secret of a webhook is not looked at',
    vendor: v1,
    file: 'unipile-v1/webhook.ts',
    right: 'return secret !== null && given !== undefined && timingSafeEqual(',
    wrong: 'return (secret !== null && given !== undefined) || timingSafeEqual(',
  },
  {
    name: 'an error type means something else',
    vendor: v1,
    file: 'unipile-v1/errors.ts',
    right: "too_many_requests: ['RATE_LIMITED'",
    wrong: "too_many_requests: ['PROVIDER_REJECTED'",
  },
  {
    name: 'a send whose answer was lost is tried again',
    vendor: linked,
    file: 'linked-api/workflows.ts',
    right: 'this.http.write(',
    wrong: 'this.http.read(',
  },
  {
    name: 'what the first poll finds is news',
    vendor: linked,
    file: 'linked-api/news.ts',
    right: '!isHistory && (ledger !== null || (newsSince !== null && time >= newsSince))',
    wrong: 'isHistory || time !== newsSince',
  },
  {
    name: '`since` counts from our own clock',
    vendor: linked,
    file: 'linked-api/news.ts',
    right: 'const from = newest - ',
    wrong: 'const from = this.parts.now() + newest * 0 - ',
  },
  {
    name: 'the state of a synchronization is lost',
    vendor: linked,
    file: 'linked-api/convert.ts',
    right: 'syncStatus: toSyncStatus(conversation.sync),\n    counterpartId',
    wrong: 'syncStatus: null,\n    counterpartId',
  },
  {
    name: 'an address of a profile is kept as it was written',
    vendor: linked,
    file: 'linked-api/profile-url.ts',
    right: 'return key === null ? null : { key, url: ',
    wrong: 'return key === null ? null : { key, url: address, rightUrl: ',
  },
];
