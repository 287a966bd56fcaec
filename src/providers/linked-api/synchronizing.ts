import type { Call } from '../../messaging/call.ts';
import type { SyncStatus } from '../../messaging/chat.ts';
import { FailureError, invalidInput, notSupported } from '../../messaging/errors.ts';
import type { Product } from '../../messaging/inbox.ts';
import type { SynchronizedConversation } from '../../messaging/provider.ts';
import { type Channel, channelOfProduct } from './channels.ts';
import type { Connection } from './connection.ts';
import { isShown, toSyncStatus } from './convert.ts';
import type { Conversation } from './people.ts';
import { type Profile, profileOf } from './profile-url.ts';

/** Has one conversation fetched (again), before all that wait. Throws where the account is refused. */
export async function synchronizeChat(
  connection: Connection,
  { chatId, sync }: Conversation,
  call: Call,
): Promise<SyncStatus> {
  await connection.synchronizer.ask(chatId, true);
  await start(connection, call);
  return toSyncStatus((await connection.people.get(chatId))?.sync ?? sync);
}

/**
 * Follows people and begins with the first of them; the rest waits for its turn. One answer per address, in their order:
 * one that is none fails alone. Throws where the account is refused: the people are remembered, and tried later.
 */
export async function synchronizeConversations(
  connection: Connection,
  profileUrls: readonly string[],
  product: Product,
  owner: Profile | null,
  call: Call,
): Promise<readonly SynchronizedConversation[]> {
  const channel = channelOfProduct(product);
  if (channel === null) {
    throw notSupported('Linked API reaches LinkedIn Classic and Sales Navigator.', 'product');
  }
  const asked: (Conversation | FailureError)[] = [];
  for (const [index, profileUrl] of profileUrls.entries()) {
    asked.push(await ask(connection, channel, profileUrl, owner, index));
  }
  if (asked.some((one) => !(one instanceof FailureError))) await start(connection, call);

  const answers: SynchronizedConversation[] = [];
  for (const [index, profileUrl] of profileUrls.entries()) {
    answers.push(await answer(connection, profileUrl, asked[index]));
  }
  return answers;
}

async function ask(
  { people, synchronizer }: Connection,
  channel: Channel,
  profileUrl: string,
  owner: Profile | null,
  index: number,
): Promise<Conversation | FailureError> {
  const at = ['profileUrls', String(index)];
  const profile = profileOf(profileUrl);
  if (profile === null) return invalidInput('This is no address of a LinkedIn profile.', ...at);
  if (profile.key === owner?.key) return invalidInput("This is the account's own profile.", ...at);
  const conversation = await people.follow(channel, profileUrl);
  return (await synchronizer.ask(conversation.chatId, false)) ?? conversation;
}

async function answer(
  { people }: Connection,
  profileUrl: string,
  asked: Conversation | FailureError | undefined,
): Promise<SynchronizedConversation> {
  if (asked === undefined || asked instanceof FailureError) {
    return { profileUrl, chatId: null, status: 'FAILED', error: asked?.failure ?? null };
  }
  const conversation = (await people.get(asked.chatId)) ?? asked;
  return {
    profileUrl,
    chatId: isShown(conversation) ? conversation.chatId : null,
    status: toSyncStatus(conversation.sync),
    error: conversation.failure,
  };
}

async function start({ synchronizer, standing }: Connection, call: Call): Promise<void> {
  await standing.recall();
  const refusal = await synchronizer.start(call, true);
  if (refusal !== null) throw new FailureError(refusal);
}
