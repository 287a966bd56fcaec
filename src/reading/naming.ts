import type { Failure } from '../messaging/errors.ts';
import type { Message } from '../messaging/message.ts';
import type { Names } from '../messaging/names.ts';
import type { Provider } from '../messaging/provider.ts';
import { namedChats, namedMessage, namedMessages } from './naming-messages.ts';
import { namedPort } from './naming-port.ts';
import { replacing } from './replacing.ts';

/**
 * The provider as the rest of the gateway knows its messages: each under the id that was given out first. It belongs
 * under the thrift: answers are then kept, and compared with events, under the ids that clients have. What a send
 * answers and what changes bring passes as the vendor says it: the outbox and the log name that.
 */
export function namedProvider(provider: Provider, names: Names): Provider {
  return replacing(provider, {
    open: (open) => (account) => namedPort(open(account), names),
    chats: (chats) => (accountIds, filter) => namedChats(chats(accountIds, filter), names),
    messages: (messages) => (accountIds, filter) => namedMessages(messages(accountIds, filter), names),
    lastMessages: (lastMessages) => async (chats, accountIds, call) =>
      Promise.all(
        (await lastMessages(chats, accountIds, call)).map((found) =>
          found === null || isFailure(found) ? found : namedMessage(found, names),
        ),
      ),
  });
}

const isFailure = (answer: Message | Failure): answer is Failure => 'code' in answer;
