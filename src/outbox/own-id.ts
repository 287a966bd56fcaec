const prefix = 'parley-';

/** The id of a message that its vendor has not named; `id` is that of the send. */
export const ownMessageId = (id: string): string => `${prefix}${id}`;

export const isOwnMessageId = (messageId: string): boolean => messageId.startsWith(prefix);
