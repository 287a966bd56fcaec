import type { Stage } from './stage.ts';
import type { TrueChat } from './vendor.ts';

export const allChats = ({ behind }: Stage): TrueChat[] => behind.accounts().flatMap(({ chats }) => chats);

/** One chat of each kind in each product of each account: what differs between chats, differs between these. */
export function oneOfEach(stage: Stage): TrueChat[] {
  const found = new Map(
    allChats(stage).map((chat) => [`${chat.accountId} ${chat.product} ${chat.kind}`, chat]),
  );
  return [...found.values()];
}

/** The chat of each product in which most was said. */
export function longestOfEach(stage: Stage): TrueChat[] {
  const counts = stage.behind.messageCounts();
  const countOf = ({ vendorId }: TrueChat) => counts.get(vendorId) ?? 0;
  const byLength = allChats(stage).sort((one, other) => countOf(one) - countOf(other));
  return [...new Map(byLength.map((chat) => [chat.product, chat])).values()];
}

/** A direct chat in which things can happen, of an account with little else going on. */
export function plainChat(stage: Stage): TrueChat {
  const found = allChats(stage).find(
    ({ kind, isArchived, isReadOnly, product }) =>
      kind === 'DIRECT' && !isArchived && !isReadOnly && ['MESSAGING', 'LINKEDIN_CLASSIC'].includes(product),
  );
  if (found === undefined) throw new Error('The seed has no such chat.');
  return found;
}
