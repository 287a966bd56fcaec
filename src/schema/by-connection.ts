import type { AccountRef } from '../messaging/account.ts';

/** The items of each connection, in their order. */
export function byConnection<T extends AccountRef>(items: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.connectionId);
    if (group) group.push(item);
    else groups.set(item.connectionId, [item]);
  }
  return groups;
}
