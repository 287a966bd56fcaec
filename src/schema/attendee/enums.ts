import type {
  AttendeeKind as AttendeeKindValue,
  NetworkDistance as NetworkDistanceValue,
} from '../../messaging/attendee.ts';
import { enumType } from '../enum.ts';

export const AttendeeKind = enumType<AttendeeKindValue>('AttendeeKind', 'Who or what takes part in a chat.', {
  PERSON: 'A person.',
  ORGANIZATION: 'A company or another organization, as a LinkedIn Company Page.',
  OTHER: 'Anything else: a bot, the network itself, a sort that this version does not know.',
});

export const NetworkDistance = enumType<NetworkDistanceValue>(
  'NetworkDistance',
  "How far somebody is from the account's owner on LinkedIn. Beyond FIRST a chat usually starts as an InMail, which costs a credit.",
  {
    FIRST: 'Connected: can be written to.',
    SECOND: 'Connected to a connection.',
    THIRD: 'Connected to one of those.',
    OUT_OF_NETWORK: 'Farther away; LinkedIn may hide the name.',
  },
);
