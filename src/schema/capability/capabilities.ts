import type { ObjectRef } from '@pothos/core';
import type {
  AttachCapability as AttachValue,
  Capability as CapabilityValue,
  ReactCapability as ReactValue,
  SendCapability as SendValue,
  StartCapability as StartValue,
  TimedCapability as TimedValue,
} from '../../messaging/capabilities.ts';
import { builder } from '../builder.ts';
import { Support } from './support.ts';

/** What all capabilities have; each type adds its limits. */
function capability<Value extends CapabilityValue>(name: string, description: string) {
  const ref = builder.objectRef<Value>(name);
  const base: ObjectRef<typeof builder.$inferSchemaTypes, CapabilityValue> = ref;
  builder.objectType(base, {
    description,
    fields: (t) => ({
      support: t.field({
        type: Support,
        description: 'Whether it can be done.',
        resolve: ({ support }) => support,
      }),
      reason: t.exposeString('reason', {
        nullable: true,
        description:
          'Why not, or what to beware of, as a sentence for people; null where nothing is worth saying.',
      }),
    }),
  });
  return ref;
}

export const Capability = capability<CapabilityValue>('Capability', 'Whether something can be done here.');

export const StartCapability = capability<StartValue>(
  'StartCapability',
  'Whether a chat can be started from here, and what the first message needs.',
);
builder.objectFields(StartCapability, (t) => ({
  needsSubject: t.exposeBoolean('needsSubject', {
    description: 'Whether it is refused without `subject`, as an InMail is.',
  }),
  needsSignature: t.exposeBoolean('needsSignature', {
    description: 'Whether it is refused without `linkedIn.recruiter.signature`.',
  }),
  maxTextLength: t.exposeInt('maxTextLength', {
    nullable: true,
    description: 'In UTF-16 units, as JavaScript counts; null where no limit is known.',
  }),
  maxSubjectLength: t.exposeInt('maxSubjectLength', {
    nullable: true,
    description: 'In UTF-16 units; null where no limit is known.',
  }),
}));

export const SendCapability = capability<SendValue>(
  'SendCapability',
  'Whether one can write here, and how much at once.',
);
builder.objectFields(SendCapability, (t) => ({
  maxTextLength: t.exposeInt('maxTextLength', {
    nullable: true,
    description: 'In UTF-16 units, as JavaScript counts; null where no limit is known.',
  }),
}));

export const AttachCapability = capability<AttachValue>(
  'AttachCapability',
  'Whether files can be sent here, and how large they may be. Larger ones are refused before anything goes upstream.',
);
builder.objectFields(AttachCapability, (t) => ({
  maxFileBytes: t.exposeInt('maxFileBytes', {
    nullable: true,
    description: 'Of one file; null where no limit is known.',
  }),
  maxTotalBytes: t.exposeInt('maxTotalBytes', {
    nullable: true,
    description: 'Of all files of one message; null where no limit is known.',
  }),
}));

export const ReactCapability = capability<ReactValue>(
  'ReactCapability',
  'Whether one can react to messages here, and with what.',
);
builder.objectFields(ReactCapability, (t) => ({
  allowed: t.stringList({
    nullable: true,
    description: 'The reactions to offer; null: any emoji.',
    resolve: ({ allowed }) => allowed,
  }),
  canRemove: t.exposeBoolean('canRemove', { description: 'Whether a reaction can be taken back.' }),
}));

export const TimedCapability = capability<TimedValue>(
  'TimedCapability',
  'Whether something can be done to a message, and for how long after it was sent.',
);
builder.objectFields(TimedCapability, (t) => ({
  withinMinutes: t.exposeInt('withinMinutes', {
    nullable: true,
    description: 'Minutes after sending; null where no limit is known. The network decides in the end.',
  }),
}));
