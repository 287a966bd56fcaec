import { describe, expect, it } from 'vitest';
import type { ChatCapabilities } from '../../../src/messaging/capabilities.ts';
import type { Chat } from '../../../src/messaging/chat.ts';
import { failureOf } from '../../../src/messaging/errors.ts';
import type { Product } from '../../../src/messaging/inbox.ts';
import type { AccountPort } from '../../../src/messaging/provider.ts';
import { caller } from '../support.ts';
import {
  one,
  ROBIN,
  recruiterStart,
  SHOP,
  sendRequest,
  startRequest,
  type TrueChat,
  world,
} from './world.ts';

const at = world();
const { call } = caller();

const products = ['classic', 'sales_navigator', 'recruiter', 'company', 'flat'] as const;
const holderOf = (product: TrueChat['product']) => (product === 'flat' ? SHOP : ROBIN);

interface Scene {
  readonly port: AccountPort;
  readonly chat: Chat;
  readonly messageId: string;
}

const deeds: Readonly<
  Partial<Record<keyof ChatCapabilities, (scene: Scene) => Promise<unknown> | undefined>>
> = {
  send: ({ port, chat }) => port.send(chat, sendRequest(), call),
  attach: async ({ port, chat }) => port.send(chat, sendRequest({ attachments: [await at.file()] }), call),
  voiceNote: async ({ port, chat }) =>
    port.send(
      chat,
      sendRequest({ attachments: [await at.file({ mimeType: 'audio/mpeg', voiceNote: true })] }),
      call,
    ),
  forward: ({ port, chat, messageId }) => port.forward?.(chat.chatId, messageId, chat, null, call),
  react: ({ port, chat, messageId }) => port.addReaction?.(chat.chatId, messageId, '👍', call),
  edit: ({ port, chat, messageId }) => port.editMessage?.(chat.chatId, messageId, 'Better', call),
  deleteMessage: ({ port, chat, messageId }) => port.deleteMessage?.(chat.chatId, messageId, call),
  typing: ({ port, chat }) => port.setTyping?.(chat.chatId, call),
  markRead: ({ port, chat }) => port.setRead?.(chat.chatId, true, call),
  archive: ({ port, chat }) => port.setArchived?.(chat.chatId, true, call),
  pin: ({ port, chat }) => port.setPinned?.(chat.chatId, true, call),
  mute: ({ port, chat }) => port.setMuted?.(chat.chatId, { muted: true, until: null }, call),
  rename: ({ port, chat }) => port.rename?.(chat.chatId, 'Another name', call),
  changeAttendees: ({ port, chat }) => port.addAttendee?.(chat.chatId, chat.counterpartId ?? '', call),
  deleteChat: ({ port, chat }) => port.deleteChat?.(chat.chatId, call),
};

describe('what a chat can do', () => {
  it.each(products)('in %s is what it says', async (product) => {
    const account = holderOf(product);
    const chat = await at.chat(account, product);
    const port = at.port(account);
    for (const [name, act] of Object.entries(deeds)) {
      const [messageId = ''] = (await port.send(chat, sendRequest(), call)).messageIds;
      const said = port.chatCapabilities(chat)[name as keyof ChatCapabilities].support !== 'UNSUPPORTED';
      const done = await act({ port, chat, messageId })?.then(
        () => true,
        (error: unknown) => (failureOf(error) ? false : Promise.reject(error)),
      );
      expect([name, said]).toEqual([name, done ?? false]);
    }
  });

  it('in a group is to rename it and to change who is in it', async () => {
    const group = await at.chat(ROBIN, 'classic', ({ kind }) => kind === 'GROUP');
    const { rename, changeAttendees } = at.port(ROBIN).chatCapabilities(group);
    expect([rename.support, changeAttendees.support]).toEqual(['PARTIAL', 'PARTIAL']);
  });

  it('where it is read-only is not to write', async () => {
    const chat = await at.chat(ROBIN, 'classic', ({ isReadOnly }) => isReadOnly);
    const { send, attach, reply, voiceNote } = at.port(ROBIN).chatCapabilities(chat);
    for (const { support, reason } of [send, attach, reply, voiceNote]) {
      expect([support, reason]).toEqual(['UNSUPPORTED', 'This chat is read-only.']);
    }
  });

  it('has a reason wherever it is not full', async () => {
    for (const product of products) {
      const port = at.port(holderOf(product));
      const chat = await at.chat(holderOf(product), product);
      const all = [
        ...Object.values(port.chatCapabilities(chat)),
        ...Object.values(port.accountCapabilities()),
        ...(await port.inboxes(call)).flatMap((inbox) => Object.values(port.inboxCapabilities(inbox))),
      ];
      for (const { support, reason } of all) {
        if (support === 'FULL') expect(reason).toBeNull();
        else expect(reason).toMatch(/^[A-Z].*\.$/);
      }
    }
  });
});

describe('what an inbox can start', () => {
  const idsOf = (product: Product) => {
    if (product === 'LINKEDIN_SALES_NAVIGATOR') return 'sales_navigator';
    return product === 'LINKEDIN_RECRUITER' ? 'recruiter' : 'classic';
  };

  it('is what it says', async () => {
    for (const account of [ROBIN, SHOP]) {
      const port = at.port(account);
      const inboxes = await port.inboxes(call);
      const contacts = at.control().truth().contacts;
      const near = contacts
        .filter(
          ({ accountId, distance, type }) =>
            accountId === account && distance === 'FIRST_DEGREE' && type === 'individual',
        )
        .slice(-2);
      for (const inbox of inboxes) {
        const { startChat, startGroup } = port.inboxCapabilities(inbox);
        const recruiter = startChat.needsSignature ? { ...recruiterStart, signature: 'Robin' } : null;
        const works = async (count: number) => {
          const recipientIds = near.slice(0, count).map(({ ids }) => ids[idsOf(inbox.product)]);
          const { inboxId } = inbox;
          const subject = startChat.needsSubject ? 'A role' : null;
          try {
            await port.startChat?.(startRequest({ inboxId, recipientIds, subject, recruiter }), call);
            return true;
          } catch (error) {
            if (failureOf(error) === null) throw error;
            return false;
          }
        };
        expect([inbox.inboxId, startChat.support !== 'UNSUPPORTED']).toEqual([inbox.inboxId, await works(1)]);
        expect([inbox.inboxId, startGroup.support !== 'UNSUPPORTED']).toEqual([
          inbox.inboxId,
          await works(2),
        ]);
      }
    }
  });

  it('needs a subject and a signature where the product does', async () => {
    const inboxes = await at.port(ROBIN).inboxes(call);
    const needs = (inboxId: string) => {
      const inbox = one(inboxes, (other) => other.inboxId === inboxId);
      const { needsSubject, needsSignature } = at.port(ROBIN).inboxCapabilities(inbox).startChat;
      return [needsSubject, needsSignature];
    };
    expect(needs('CLASSIC_PRIMARY')).toEqual([false, false]);
    expect(needs('SALES_NAVIGATOR_PRIMARY')).toEqual([true, false]);
    expect(needs('RECRUITER_PRIMARY')).toEqual([true, true]);
  });
});

describe('what is not to be had', () => {
  it('has no method', () => {
    const port = at.port(ROBIN);
    expect(port.allMessages).toBeUndefined();
    expect(port.attendees).toBeUndefined();
    expect(port.messagesFrom).toBeUndefined();
    expect(port.synchronizeChat).toBeUndefined();
    expect(port.synchronizeConversations).toBeUndefined();
    expect(port.changes).toBeUndefined();
    const { listAllMessages, synchronize } = port.accountCapabilities();
    expect([listAllMessages.support, synchronize.support]).toEqual(['UNSUPPORTED', 'UNSUPPORTED']);
  });
});
