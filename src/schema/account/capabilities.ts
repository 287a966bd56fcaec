import type { AccountCapabilities as Value } from '../../messaging/capabilities.ts';
import { builder } from '../builder.ts';
import { Capability } from '../capability/capabilities.ts';

export const AccountCapabilities = builder.objectRef<Value>('AccountCapabilities').implement({
  description:
    'What an account can do as a whole, so that a client needs no `if` on its provider. What differs by inbox or chat stands there.',
  fields: (t) => {
    const can = (name: keyof Value, description: string) => t.expose(name, { type: Capability, description });
    return {
      startChat: can('startChat', 'Starting a chat with one other, from any of its inboxes: `startChat`.'),
      startGroup: can(
        'startGroup',
        'Starting a chat with several: `startChat` with more than one recipient.',
      ),
      inMail: can('inMail', 'Writing to somebody who is no connection, by InMail (LinkedIn).'),
      listInboxes: can(
        'listInboxes',
        'Telling its inboxes apart. UNSUPPORTED: there is one, which stands for all.',
      ),
      listAllMessages: can(
        'listAllMessages',
        'Listing the messages of all chats together, as `messages` does. UNSUPPORTED: it is listed in `unavailable` there; read chat by chat.',
      ),
      pushEvents: can(
        'pushEvents',
        'Events as they happen. PARTIAL: they are found by polling, so they come later.',
      ),
      synchronize: can(
        'synchronize',
        'Fetching the conversations with named people: `synchronizeConversations`.',
      ),
    };
  },
});
