import { builder } from '../builder.ts';
import { Url } from '../scalar/url.ts';

export const AttendeeInput = builder.inputType('AttendeeInput', {
  description: 'Names somebody in one of four ways; give exactly one.',
  isOneOf: true,
  fields: (t) => ({
    attendeeId: t.id({ description: 'Of an `Attendee` that the same account has shown.' }),
    providerId: t.string({
      description: "As `Attendee.providerId`, or as the provider's own tools show it.",
    }),
    profileUrl: t.field({
      type: Url,
      description:
        "The address of somebody's profile page at the network, as on LinkedIn. Looked up, never opened.",
    }),
    phoneNumber: t.string({
      description: 'In E.164, as `+4915112345678`, on networks that know people by number.',
    }),
  }),
});
