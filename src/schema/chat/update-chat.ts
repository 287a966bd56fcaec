import { requireSupport } from '../../messaging/capabilities.ts';
import { invalidInput } from '../../messaging/errors.ts';
import type { Instant } from '../../messaging/instant.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { DateTime } from '../scalar/date-time.ts';
import { requireText } from '../writing/checks.ts';
import { type OpenedChat, openChat, requireMethod } from '../writing/open.ts';
import { chatPayload } from '../writing/payload.ts';

const UpdateChatInput = builder.inputType('UpdateChatInput', {
  description: 'What to change of a chat; what is left out, or null, stays as it is.',
  fields: (t) => ({
    chatId: t.id({ required: true, description: 'The chat.' }),
    read: t.boolean({ description: 'True: everything up to now is read. False: marked unread by hand.' }),
    archived: t.boolean({ description: 'Out of the way, or back.' }),
    pinned: t.boolean({ description: 'Kept on top, or not.' }),
    mutedUntil: t.field({
      type: DateTime,
      description: 'Quiet until then, which must lie ahead. Not together with `muted: false`.',
    }),
    muted: t.boolean({ description: 'True without `mutedUntil`: quiet for good. False: no longer.' }),
    title: t.string({ description: 'A new title for everybody in a group.' }),
  }),
});

const UpdateChatPayload = chatPayload('UpdateChatPayload', 'The chat is changed.');

type Changes = Omit<typeof UpdateChatInput.$inferInput, 'chatId'>;

builder.mutationField('updateChat', (t) =>
  t.field({
    ...asMutation,
    type: UpdateChatPayload,
    description:
      'Changes how a chat is kept: read, archived, pinned, muted, titled, in this order. Where the provider takes several calls, the first that fails is the answer, and what was done before it stays.',
    args: { input: t.arg({ ...inputArgument, type: UpdateChatInput }) },
    resolve: sending(async ({ chatId, ...changes }, context) => {
      requireConsistent(changes);
      const opened = await openChat(context, chatId, 'chatId');
      // All are looked at before the first is made: half a change is for what only the provider knows.
      const steps = stepsOf(changes, opened, context);
      for (const step of steps) await step();
      return { chat: opened.chat };
    }),
  }),
);

function requireConsistent({ muted, mutedUntil, title, ...rest }: Changes): void {
  const given = [muted, mutedUntil, title, ...Object.values(rest)];
  if (given.every((value) => value === null || value === undefined)) {
    throw invalidInput('Nothing is to be changed.');
  }
  if (mutedUntil && muted === false) {
    throw invalidInput('A chat that is not muted has no mutedUntil.', 'mutedUntil');
  }
  if (mutedUntil && Date.parse(mutedUntil) <= Date.now()) {
    throw invalidInput('mutedUntil lies in the past.', 'mutedUntil');
  }
  if (typeof title === 'string') requireText(title, 'title');
}

function stepsOf(
  { read, archived, pinned, muted, mutedUntil, title }: Changes,
  { port, chat: { chatId }, capabilities }: OpenedChat,
  { call }: Context,
): (() => Promise<void>)[] {
  const steps: (() => Promise<void>)[] = [];
  if (typeof read === 'boolean') {
    requireSupport(capabilities.markRead, 'read');
    requireMethod(port, 'setRead', 'read');
    steps.push(() => port.setRead(chatId, read, call));
  }
  if (typeof archived === 'boolean') {
    requireSupport(capabilities.archive, 'archived');
    requireMethod(port, 'setArchived', 'archived');
    steps.push(() => port.setArchived(chatId, archived, call));
  }
  if (typeof pinned === 'boolean') {
    requireSupport(capabilities.pin, 'pinned');
    requireMethod(port, 'setPinned', 'pinned');
    steps.push(() => port.setPinned(chatId, pinned, call));
  }
  if (mutedUntil || typeof muted === 'boolean') {
    const field = mutedUntil ? 'mutedUntil' : 'muted';
    requireSupport(capabilities.mute, field);
    requireMethod(port, 'setMuted', field);
    steps.push(() => port.setMuted(chatId, muting(muted, mutedUntil), call));
  }
  if (typeof title === 'string') {
    requireSupport(capabilities.rename, 'title');
    requireMethod(port, 'rename', 'title');
    steps.push(() => port.rename(chatId, title, call));
  }
  return steps;
}

function muting(muted: boolean | null | undefined, mutedUntil: Instant | null | undefined) {
  if (muted === false) return { muted: false } as const;
  return { muted: true, until: mutedUntil ?? null } as const;
}
