import { isFields } from './fields.ts';

/** An event that no document knows, as new ones may come at any time (unipile-v2.md §8.4). */
export const UNKNOWN_EVENT = 'chat.mood';

/** The same JSON with a key that no document knows in each of its objects. */
export function withUnknownKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownKeys);
  if (!isFields(value)) return value;
  const known = Object.entries(value).map(([name, inner]) => [name, withUnknownKeys(inner)]);
  return { ...Object.fromEntries(known), sentiment: { score: 0.5 } };
}
