import { describe, expect, it } from 'vitest';
import { type Account, networks } from '../../../src/messaging/account.ts';
import type { Capability } from '../../../src/messaging/capabilities.ts';
import type { AccountPort } from '../../../src/messaging/provider.ts';
import { Secret } from '../../../src/messaging/secret.ts';
import { createProvider } from '../../../src/providers/index.ts';
import { chatCapabilities } from '../../../src/providers/unipile-v1/capabilities.ts';
import { testTools } from '../support.ts';
import { plainChat } from './plain.ts';

const account: Account = {
  connectionId: 'sales',
  accountId: 'a',
  providerId: 'a',
  provider: 'UNIPILE_V1',
  network: 'LINKEDIN',
  name: 'Ada',
  status: 'CONNECTED',
  ownerId: 'ACoAda',
  details: { premiumFeatures: ['premium', 'recruiter', 'sales_navigator'], organizations: [] },
};

function portOf(more: Partial<Account> = {}, webhookSecret?: Secret): AccountPort {
  const settings = {
    id: 'sales',
    provider: 'unipile-v1' as const,
    baseUrl: 'https://unipile.example.com/api/v1',
    apiKey: new Secret('key'),
    webhookSecret,
  };
  return createProvider(settings, testTools().tools).open({ ...account, ...more });
}

describe('what cannot be done', () => {
  const methods = {
    rename: 'rename',
    typing: 'setTyping',
    react: 'addReaction',
    edit: 'editMessage',
    deleteMessage: 'deleteMessage',
    markRead: 'setRead',
    archive: 'setArchived',
    pin: 'setPinned',
    mute: 'setMuted',
    forward: 'forward',
    changeAttendees: 'addAttendee',
    deleteChat: 'deleteChat',
    synchronize: 'synchronizeChat',
  } as const;

  it.each(networks)('has no method on %s where no chat can do it', (network) => {
    const port = portOf({ network });
    const chats = (['DIRECT', 'GROUP'] as const).map((kind) => port.chatCapabilities(plainChat({ kind })));
    for (const [capability, method] of Object.entries(methods) as [
      keyof typeof methods,
      keyof AccountPort,
    ][]) {
      if (port[method] === undefined) {
        expect(chats.map((chat) => chat[capability].support)).toEqual(['UNSUPPORTED', 'UNSUPPORTED']);
      }
    }
    expect(port.removeReaction).toBeUndefined();
    expect(chats.every(({ react }) => !react.canRemove)).toBe(true);
    expect(port.synchronizeConversations).toBeUndefined();
    expect(port.accountCapabilities().synchronize.support).toBe('UNSUPPORTED');
    expect([port.inMailCredits, port.removeAttendee, port.setTyping, port.rename]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it.each(networks)('has a reason on %s, and so has what is done in part', (network) => {
    const port = portOf({ network });
    const inbox = { ...account, inboxId: 'CLASSIC', providerId: null, name: '', isPrimary: true };
    const all: Capability[] = [
      ...Object.values(port.accountCapabilities()),
      ...Object.values(port.chatCapabilities(plainChat())),
      ...(['LINKEDIN_CLASSIC', 'LINKEDIN_RECRUITER', 'LINKEDIN_COMPANY_PAGE', 'MESSAGING'] as const).flatMap(
        (product) => Object.values(port.inboxCapabilities({ ...inbox, product })),
      ),
    ];
    for (const { support, reason } of all) {
      if (support !== 'FULL') expect(reason).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('limits and products', () => {
  it('follow the chat', () => {
    const chat = plainChat({ inboxId: 'CLASSIC' });
    expect(chatCapabilities(account, chat)).toMatchObject({
      send: { support: 'FULL', maxTextLength: 8000 },
      attach: { maxFileBytes: 15 * 1024 * 1024 },
      edit: { support: 'FULL', withinMinutes: 60 },
      forward: { support: 'UNSUPPORTED' },
    });
    expect(chatCapabilities(account, plainChat({ content: 'INMAIL' })).send.maxTextLength).toBe(1900);
    expect(chatCapabilities(account, plainChat({ inboxId: 'RECRUITER' })).edit.support).toBe('UNSUPPORTED');
    const readOnly = chatCapabilities(account, plainChat({ isReadOnly: true }));
    expect(
      [readOnly.send, readOnly.attach, readOnly.voiceNote, readOnly.reply].map(({ support }) => support),
    ).toEqual(Array(4).fill('UNSUPPORTED'));
    const quiet = chatCapabilities(account, plainChat({ disabled: ['REACT', 'REPLY'] }));
    expect([quiet.send.support, quiet.react.support, quiet.reply.support]).toEqual([
      'FULL',
      'UNSUPPORTED',
      'UNSUPPORTED',
    ]);
  });

  it('follow the inbox', () => {
    const inbox = (product: 'LINKEDIN_CLASSIC' | 'LINKEDIN_RECRUITER' | 'LINKEDIN_COMPANY_PAGE') =>
      portOf().inboxCapabilities({ ...account, inboxId: 'x', name: '', product, isPrimary: true });
    expect(inbox('LINKEDIN_CLASSIC').startChat).toMatchObject({ support: 'FULL', maxTextLength: 8000 });
    expect(inbox('LINKEDIN_RECRUITER').startChat).toMatchObject({ support: 'FULL', maxTextLength: 1900 });
    expect(inbox('LINKEDIN_COMPANY_PAGE').startChat.support).toBe('UNSUPPORTED');
  });

  it('follow the subscription and the webhook secret', () => {
    expect(portOf().accountCapabilities()).toMatchObject({
      inMail: { support: 'FULL' },
      pushEvents: { support: 'UNSUPPORTED' },
    });
    expect(portOf({}, new Secret('x')).accountCapabilities().pushEvents.support).toBe('FULL');
    expect(portOf({ details: null }).accountCapabilities().inMail.support).toBe('PARTIAL');
    expect(portOf({ network: 'WHATSAPP' }).accountCapabilities().inMail.support).toBe('UNSUPPORTED');
  });
});
