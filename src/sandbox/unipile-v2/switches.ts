/** Quirks of the vendor that can be turned on (unipile-v2.md §6.3, §10). */
export interface Switches {
  /** What sends are answered with as `message_id`; `each`: an array, text and every attachment being messages of their own. */
  messageIds: 'one' | 'each' | 'null';
  /** Pages hold fewer than `limit` without being the last. */
  shortPages: boolean;
  /** Keys and an event type that no document knows. */
  unknownKeys: boolean;
  /** GETs are answered from a cache of one hour; `healthy`: it notices what comes in. */
  cache: 'off' | 'healthy' | 'stale';
  /** So many calls in each window, for each account; null: no limit. */
  rateLimit: { calls: number; windowMs: number } | null;
  /** New messages are told with their ids alone. */
  thinMessages: boolean;
  /** The newer wording of receipts: `message_ids`, an array. */
  receiptsAsArrays: boolean;
}

export function defaultSwitches(): Switches {
  return {
    messageIds: 'one',
    shortPages: false,
    unknownKeys: false,
    cache: 'off',
    rateLimit: null,
    thinMessages: false,
    receiptsAsArrays: false,
  };
}
