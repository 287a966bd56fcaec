import type { Call } from '../../messaging/call.ts';
import { requireSupport } from '../../messaging/capabilities.ts';
import { invalidInput } from '../../messaging/errors.ts';
import type { Instant } from '../../messaging/instant.ts';
import type { AccountPort } from '../../messaging/provider.ts';
import { builder } from '../builder.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { DateTime } from '../scalar/date-time.ts';
import { requireText } from '../writing/checks.ts';
import { open, readChat, requireMethod } from '../writing/open.ts';
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
      const opened = open(context, 'Chat', chatId, 'chatId');
      const steps = stepsOf(changes, opened.port);
      const { chat, capabilities } = await readChat(context, opened, 'chatId');
      // All are looked at before the first is made: half a change is for what only the provider knows.
      for (const { capability, field } of steps) requireSupport(capabilities[capability], field);
      for (const { make } of steps) await make(chat.chatId, context.call);
      return { chat };
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

interface Step {
  readonly field: keyof Changes;
  readonly capability: 'markRead' | 'archive' | 'pin' | 'mute' | 'rename';
  readonly make: (chatId: string, call: Call) => Promise<void>;
}

/** Throws NOT_SUPPORTED where the account has no method for one of them. */
function stepsOf(
  { read, archived, pinned, muted, mutedUntil, title }: Changes,
  port: AccountPort,
): readonly Step[] {
  const steps: Step[] = [];
  if (typeof read === 'boolean') {
    requireMethod(port, 'setRead', 'read');
    steps.push({
      field: 'read',
      capability: 'markRead',
      make: (chatId, call) => port.setRead(chatId, read, call),
    });
  }
  if (typeof archived === 'boolean') {
    requireMethod(port, 'setArchived', 'archived');
    steps.push({
      field: 'archived',
      capability: 'archive',
      make: (chatId, call) => port.setArchived(chatId, archived, call),
    });
  }
  if (typeof pinned === 'boolean') {
    requireMethod(port, 'setPinned', 'pinned');
    steps.push({
      field: 'pinned',
      capability: 'pin',
      make: (chatId, call) => port.setPinned(chatId, pinned, call),
    });
  }
  if (mutedUntil || typeof muted === 'boolean') {
    const field = mutedUntil ? 'mutedUntil' : 'muted';
    requireMethod(port, 'setMuted', field);
    steps.push({
      field,
      capability: 'mute',
      make: (chatId, call) => port.setMuted(chatId, muting(muted, mutedUntil), call),
    });
  }
  if (typeof title === 'string') {
    requireMethod(port, 'rename', 'title');
    steps.push({
      field: 'title',
      capability: 'rename',
      make: (chatId, call) => port.rename(chatId, title, call),
    });
  }
  return steps;
}

function muting(muted: boolean | null | undefined, mutedUntil: Instant | null | undefined) {
  if (muted === false) return { muted: false } as const;
  return { muted: true, until: mutedUntil ?? null } as const;
}
