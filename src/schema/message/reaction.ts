import type { MessageRef, Reaction as Value } from '../../messaging/message.ts';
import { Attendee } from '../attendee/attendee.ts';
import { builder } from '../builder.ts';
import { loadAttendeeIn } from '../chat/people.ts';

export const Reaction = builder.objectRef<Value & { readonly message: MessageRef }>('Reaction').implement({
  description: 'One reaction to a message, with all who gave it.',
  fields: (t) => ({
    value: t.exposeString('value', {
      description: 'What to show: usually an emoji, in Slack perhaps the name of one.',
    }),
    count: t.exposeInt('count', { description: 'How many gave it.' }),
    bySelf: t.exposeBoolean('bySelf', {
      nullable: true,
      description: "Whether the account's owner is among them; null where the provider tells only the count.",
    }),
    attendees: t.field({
      type: [Attendee],
      nullable: true,
      description:
        'Who they are; null where the provider tells only the count. Those who cannot be found are left out.',
      resolve: async ({ message, attendeeIds }, _arguments, context) => {
        if (attendeeIds === null) return null;
        const found = await Promise.all(
          attendeeIds.map((attendeeId) => loadAttendeeIn(context, message, attendeeId)),
        );
        return found.filter((attendee) => attendee !== null);
      },
    }),
  }),
});
