import { describe, expect, it } from 'vitest';
import type { Chat } from '../../../src/messaging/chat.ts';
import type { StartRequest } from '../../../src/messaging/send.ts';
import { caller, failing } from '../support.ts';
import {
  classicStart,
  everything,
  one,
  ROBIN,
  recruiterStart,
  SHOP,
  sendRequest,
  startRequest,
  world,
} from './world.ts';

const at = world();
const { call } = caller();

const SEND = 'POST /{account_id}/chats/{chat_id}/messages/send';
const START = 'POST /{account_id}/inboxes/{inbox_id}/chats/send';
const UPDATE = 'PATCH /{account_id}/chats/{chat_id}';

const newest = async ({ accountId, chatId }: Chat) =>
  one((await at.port(accountId).messages(chatId, {}).fetch(null, 1, call)).items);

describe('a send', () => {
  it('says a text and names the message', async () => {
    const chat = await at.chat(ROBIN, 'classic');
    const { messageIds } = await at.port(ROBIN).send(chat, sendRequest({ text: 'Good morning' }), call);
    expect(at.body(SEND)).toEqual({ text: 'Good morning' });
    expect(await newest(chat)).toMatchObject({
      messageId: messageIds[0],
      text: 'Good morning',
      direction: 'OUTBOUND',
    });
  });

  it.each([
    ['one', 1],
    ['each', 2],
    ['null', 0],
  ] as const)('takes %s as the names of its messages', async (messageIds, count) => {
    at.control().switches({ messageIds });
    const chat = await at.chat(ROBIN, 'classic');
    const attachments = [await at.file()];
    const sent = await at.port(ROBIN).send(chat, sendRequest({ attachments }), call);
    expect(sent.messageIds).toHaveLength(count);
  });

  it('answers a message of the chat', async () => {
    const chat = await at.chat(ROBIN, 'classic');
    const replyTo = await newest(chat);
    await at.port(ROBIN).send(chat, sendRequest({ replyTo }), call);
    expect((await newest(chat)).quoted?.messageId).toBe(replyTo.messageId);
  });

  it('is found by its id at once, also where messages are searched for', async () => {
    const chat = await at.chat(ROBIN, 'recruiter');
    const port = at.port(ROBIN);
    const { messageId } = await newest(chat);
    expect(await port.message(chat.chatId, messageId, call)).toMatchObject({ messageId });
    const { messageIds } = await port.send(chat, sendRequest({ text: 'Good morning' }), call);
    const sent = await port.message(chat.chatId, one(messageIds), call);
    expect(sent).toMatchObject({ text: 'Good morning' });
  });

  it('carries files as base64, each in its manner, with or without a text', async () => {
    const chat = await at.chat(ROBIN, 'classic');
    const content = Buffer.from([0, 255, 1, 254]);
    const attachments = [
      await at.file({ content, mimeType: 'image/png', filename: 'a.png' }),
      await at.file({ content, mimeType: 'image/png', filename: 'b.png', mode: 'FILE' }),
      await at.file({ content, mimeType: 'audio/mpeg', filename: 'c.mp3', voiceNote: true }),
      await at.file({ content, mimeType: 'audio/mpeg', filename: 'd.mp3' }),
      await at.file({ content, mimeType: 'audio/wav', filename: 'd.wav', mode: 'FILE' }),
      await at.file({ content, filename: 'e "quoted"\r\n.pdf' }),
    ];
    await at.port(ROBIN).send(chat, sendRequest({ text: null, attachments }), call);
    const base = { content: content.toString('base64') };
    expect(at.body(SEND)).toEqual({
      text: '',
      attachments: [
        { ...base, content_type: 'image/png', filename: 'a.png', send_mode: 'native' },
        { ...base, content_type: 'image/png', filename: 'b.png', send_mode: 'file' },
        { ...base, content_type: 'audio/mpeg', filename: 'c.mp3', send_mode: 'native', voice_note: true },
        { ...base, content_type: 'audio/mpeg', filename: 'd.mp3', send_mode: 'native', voice_note: false },
        { ...base, content_type: 'audio/wav', filename: 'd.wav', send_mode: 'file' },
        { ...base, content_type: 'application/pdf', filename: 'e "quoted"\r\n.pdf', send_mode: 'native' },
      ],
    });
    const arrived = (await newest(chat)).attachments;
    expect(arrived.map(({ type }) => type)).toEqual(['IMAGE', 'FILE', 'AUDIO', 'AUDIO', 'FILE', 'FILE']);
    expect(arrived[2]).toMatchObject({ isVoiceNote: true, sizeBytes: 4 });
    expect(arrived[3]).toMatchObject({ isVoiceNote: false, sizeBytes: 4 });
  });

  it('of more than 20 MB goes nowhere, and of just as much it goes', async () => {
    const chat = await at.chat(ROBIN, 'classic');
    const half = await at.file({ content: Buffer.alloc(10 * 1024 * 1024) });
    const more = await at.file({ content: Buffer.alloc(1) });
    const tooMuch = at.port(ROBIN).send(chat, sendRequest({ attachments: [half, half, more] }), call);
    expect(await failing(tooMuch)).toMatchObject({ code: 'INVALID_INPUT', field: ['attachments'] });
    expect(at.routes()).toEqual([]);
    await at.port(ROBIN).send(chat, sendRequest({ attachments: [half, half] }), call);
    expect((await newest(chat)).attachments).toHaveLength(2);
  });

  it('takes no voice note that is no sound', async () => {
    const chat = await at.chat(ROBIN, 'classic');
    const attachments = [await at.file(), await at.file({ voiceNote: true })];
    const failure = await failing(at.port(ROBIN).send(chat, sendRequest({ attachments }), call));
    expect(failure).toMatchObject({ code: 'INVALID_INPUT', field: ['attachments', '1', 'voiceNote'] });
    expect(at.routes()).toEqual([]);
  });

  it('into a read-only chat is refused', async () => {
    const chat = await at.chat(ROBIN, 'classic', ({ isReadOnly }) => isReadOnly);
    expect(await failing(at.port(ROBIN).send(chat, sendRequest(), call))).toMatchObject({
      code: 'PROVIDER_REJECTED',
      providerType: 'provider/unprocessable_entity',
      providerStatus: 422,
    });
  });

  it('of which the answer is lost is done once, and its outcome unknown', async () => {
    const chat = await at.chat(ROBIN, 'classic');
    at.control().fault({ route: SEND, afterWork: true, status: 504 });
    const failure = await failing(at.port(ROBIN).send(chat, sendRequest({ text: 'Once' }), call));
    expect(failure.code).toBe('OUTCOME_UNKNOWN');
    expect(at.routes()).toEqual([SEND]);
    expect((await newest(chat)).text).toBe('Once');
  });

  it('works in every product and on other networks', async () => {
    for (const product of ['classic', 'sales_navigator', 'recruiter', 'company', 'flat'] as const) {
      const chat = await at.chat(product === 'flat' ? SHOP : ROBIN, product);
      await at.port(chat.accountId).send(chat, sendRequest({ text: product }), call);
      expect((await newest(chat)).text).toBe(product);
    }
  });
});

describe('a start', () => {
  const contact = (wanted: (found: ReturnType<typeof contacts>[number]) => boolean) =>
    one(contacts(), wanted);
  const contacts = (account = ROBIN) =>
    at
      .control()
      .truth()
      .contacts.filter(({ accountId }) => accountId === null || accountId === account);
  const near = (account = ROBIN) =>
    one(
      contacts(account).reverse(),
      ({ distance, type }) => distance === 'FIRST_DEGREE' && type === 'individual',
    );
  const start = (request: StartRequest, account = ROBIN) => {
    const started = at.port(account).startChat?.(request, call);
    return started ?? Promise.reject(new Error('There is no such method.'));
  };

  it('writes to somebody, and names chat and message', async () => {
    const { chatId, messageIds } = await start(startRequest({ recipientIds: [near().ids.classic] }));
    expect(at.body(START)).toEqual({ users_ids: [near().ids.classic], text: 'Hello' });
    const message = await at.port(ROBIN).message(chatId ?? '', messageIds[0] ?? '', call);
    expect(message).toMatchObject({ text: 'Hello', direction: 'OUTBOUND' });
  });

  it('to somebody who is written to already goes on in that chat', async () => {
    const chat = await at.chat(ROBIN, 'classic');
    const started = await start(startRequest({ recipientIds: [chat.counterpartId ?? ''] }));
    expect(started.chatId).toBe(chat.chatId);
  });

  it('with several makes a group of that name', async () => {
    const [one_, two] = contacts()
      .filter(({ distance, type }) => distance === 'FIRST_DEGREE' && type === 'individual')
      .slice(-2);
    const recipientIds = [one_?.ids.classic ?? '', two?.ids.classic ?? ''];
    const { chatId } = await start(
      startRequest({ recipientIds, title: 'Project X', attachments: [await at.file()] }),
    );
    expect(at.body(START)).toMatchObject({ users_ids: recipientIds, name: 'Project X', text: 'Hello' });
    expect(await at.port(ROBIN).chat(chatId ?? '', call)).toMatchObject({
      kind: 'GROUP',
      title: 'Project X',
    });
  });

  it('without a text says nothing', async () => {
    const { chatId, messageIds } = await start(
      startRequest({ recipientIds: [near().ids.classic], text: null }),
    );
    expect(chatId).not.toBeNull();
    expect(messageIds).toEqual([]);
  });

  it.each([
    ['an InMail', { inMail: true }, { inmail: true }],
    ['a company', { companyTopic: 'CAREERS' }, { company_topic: 'CAREERS' }],
    [
      'an applicant',
      { applicant: { id: '991200', messagingToken: 'token-991200' } },
      { applicant: { id: '991200', messaging_token: 'token-991200' } },
    ],
    ['an inviter', { invitationId: 'invitation-7001' }, { relation_request_id: 'invitation-7001' }],
  ] as const)('from Classic to %s passes the option under both keys', async (who, given, sent) => {
    const recipient = contact((found) => {
      if (who === 'an InMail') return found.distance === 'SECOND_DEGREE' && found.invitationId === null;
      if (who === 'a company') return found.type === 'organization';
      return who === 'an applicant' ? found.applicant !== null : found.invitationId !== null;
    });
    const classic = { ...classicStart, ...given };
    await start(startRequest({ recipientIds: [recipient.ids.classic], classic }));
    const options = { linkedin: { classic: sent } };
    expect(at.body(START)).toMatchObject({ options, specifics: options });
    const credits = await at.port(ROBIN).inMailCredits?.(call);
    expect(credits?.classic).toBe(who === 'an InMail' ? 4 : 5);
  });

  it('from Classic without options has no such key', async () => {
    await start(startRequest({ recipientIds: [near().ids.classic], classic: classicStart }));
    expect(Object.keys(at.body(START))).toEqual(['users_ids', 'text']);
  });

  it('from Sales Navigator has a subject', async () => {
    const { chatId } = await start(
      startRequest({
        inboxId: 'SALES_NAVIGATOR_PRIMARY',
        recipientIds: [near().ids.sales_navigator],
        subject: 'Fair',
      }),
    );
    expect(at.body(START)).toMatchObject({
      specifics: { linkedin: { sales_navigator: { subject: 'Fair' } } },
    });
    expect(await at.port(ROBIN).chat(chatId ?? '', call)).toMatchObject({
      inboxId: 'SALES_NAVIGATOR_PRIMARY',
    });
  });

  it('from Recruiter passes every option on', async () => {
    const far = contact(
      ({ distance, invitationId }) => distance === 'SECOND_DEGREE' && invitationId === null,
    );
    const followUp = {
      subject: 'Still open',
      text: 'A word would do.',
      attachments: [await at.file()],
      afterDays: 5,
      timeZone: 'Europe/Berlin',
    };
    await start(
      startRequest({
        inboxId: 'RECRUITER_PRIMARY',
        recipientIds: [far.ids.recruiter],
        subject: 'A role',
        recruiter: {
          ...recruiterStart,
          signature: 'Robin',
          visibility: 'PROJECT',
          intent: 'HIRE_FOR_CLIENT',
          sendAs: 'INMAIL',
          channel: 'REFERRAL',
          followUp,
        },
      }),
    );
    expect(at.body(START)).toMatchObject({
      options: {
        linkedin: {
          recruiter: {
            subject: 'A role',
            signature: 'Robin',
            visibility: 'PROJECT',
            intent: 'HIRE_FOR_CLIENT',
            send_as: 'INMAIL',
            channel_type: 'REFERRAL',
            follow_up: {
              subject: 'Still open',
              text: 'A word would do.',
              attachments: [{ filename: 'paper.pdf' }],
              scheduled_for: { days: 5, timezone: 'Europe/Berlin' },
            },
          },
        },
      },
    });
    expect((await at.port(ROBIN).inMailCredits?.(call))?.recruiter).toBe(39);
  });

  it('on a network without inboxes goes by the flat route', async () => {
    const { chatId } = await start(
      startRequest({ inboxId: 'MESSAGING', recipientIds: [near(SHOP).ids.classic] }),
      SHOP,
    );
    expect(at.routes()).toEqual(['POST /{account_id}/chats/send']);
    expect(await at.port(SHOP).chat(chatId ?? '', call)).toMatchObject({ inboxId: 'MESSAGING' });
  });

  const classic = { recipientIds: ['x'] };
  const recruiter = { recipientIds: ['x'], inboxId: 'RECRUITER_PRIMARY', subject: 'A role' };
  const signed = { ...recruiterStart, signature: 'Robin' };
  it.each([
    [
      { ...classic, classic: { ...classicStart, applicant: { id: '1', messagingToken: null } } },
      'INVALID_INPUT',
      'linkedIn classic applicant messagingToken',
    ],
    [{ ...classic, subject: 'Hi' }, 'NOT_SUPPORTED', 'subject'],
    [{ ...classic, recruiter: signed }, 'NOT_SUPPORTED', 'linkedIn recruiter'],
    [{ ...recruiter, classic: classicStart }, 'NOT_SUPPORTED', 'linkedIn classic'],
    [{ ...classic, inboxId: 'SALES_NAVIGATOR_PRIMARY' }, 'INVALID_INPUT', 'subject'],
    [{ ...recruiter, subject: ' ' }, 'INVALID_INPUT', 'subject'],
    [recruiter, 'INVALID_INPUT', 'linkedIn recruiter signature'],
    [
      { ...recruiter, recruiter: { ...signed, emailAddress: 'a@b.example' } },
      'NOT_SUPPORTED',
      'linkedIn recruiter emailAddress',
    ],
    [
      { ...recruiter, recruiter: { ...signed, hiringProjectId: '1' } },
      'NOT_SUPPORTED',
      'linkedIn recruiter hiringProjectId',
    ],
    [
      { ...recruiter, recruiter: { ...signed, jobPostingId: '1' } },
      'NOT_SUPPORTED',
      'linkedIn recruiter jobPostingId',
    ],
  ] as const)(
    'that Unipile v2 has no way for goes nowhere and names the field (%#)',
    async (request, code, field) => {
      expect(await failing(start(startRequest(request)))).toMatchObject({ code, field: field.split(' ') });
      expect(at.routes()).toEqual([]);
    },
  );

  it('to an id of another product goes nowhere and names the recipient', async () => {
    const { classic, sales_navigator, recruiter: candidate } = near().ids;
    const from = (inboxId: string, ...recipientIds: string[]) =>
      start(
        startRequest({
          inboxId,
          recipientIds,
          ...(inboxId === 'CLASSIC_PRIMARY' ? {} : { subject: 'A role' }),
        }),
      );
    for (const [inboxId, ...recipientIds] of [
      ['CLASSIC_PRIMARY', classic, sales_navigator],
      ['CLASSIC_PRIMARY', classic, candidate],
      ['SALES_NAVIGATOR_PRIMARY', sales_navigator, classic],
      ['RECRUITER_PRIMARY', candidate, classic],
    ] as const) {
      expect(await failing(from(inboxId, ...recipientIds))).toMatchObject({
        code: 'INVALID_INPUT',
        field: ['recipients', '1'],
      });
    }
    expect(at.routes()).toEqual([]);
    const found = await at
      .port(ROBIN)
      .findAttendee?.({ profileUrl: `https://www.linkedin.com/in/${near().handle}` }, call);
    at.control().clearRequests();
    expect((await failing(from('RECRUITER_PRIMARY', found?.providerId ?? ''))).field).toEqual([
      'recipients',
      '0',
    ]);
    expect(at.routes()).toEqual([]);
  });

  it('says why it was refused', async () => {
    const far = contact(
      ({ distance, invitationId }) => distance === 'SECOND_DEGREE' && invitationId === null,
    );
    const refusing = contact(({ refusesMessages }) => refusesMessages);
    const inMail = { ...classicStart, inMail: true };
    const code = async (request: StartRequest) => (await failing(start(request))).code;
    expect(await code(startRequest({ recipientIds: [far.ids.classic] }))).toBe('RECIPIENT_UNREACHABLE');
    expect(await code(startRequest({ recipientIds: [refusing.ids.classic], classic: inMail }))).toBe(
      'RECIPIENT_UNREACHABLE',
    );
    expect(await code(startRequest({ recipientIds: ['ACoNobody'] }))).toBe('NOT_FOUND');
    expect(
      await code(startRequest({ recipientIds: [near().ids.classic], inboxId: 'COMPANY_734211_PRIMARY' })),
    ).toBe('NOT_ALLOWED');
    at.control().credits({ accountId: ROBIN, credits: { classic: 0 } });
    expect(await code(startRequest({ recipientIds: [far.ids.classic], classic: inMail }))).toBe(
      'INSUFFICIENT_CREDITS',
    );
  });
});

describe('a message', () => {
  it('is passed on, with a word of one’s own or without', async () => {
    const from = await at.chat(
      ROBIN,
      'classic',
      ({ kind, lastMessage }) => kind === 'DIRECT' && lastMessage !== undefined,
    );
    const to = await at.chat(
      ROBIN,
      'classic',
      ({ kind, isReadOnly, chatId }) => kind === 'GROUP' && !isReadOnly && chatId !== from.chatId,
    );
    const message = await newest(from);
    const route = 'POST /{account_id}/chats/{chat_id}/messages/{message_id}/forward';
    for (const text of [null, 'Look at this']) {
      const sent = await at.port(ROBIN).forward?.(from.chatId, message.messageId, to, text, call);
      expect(at.body(route)).toEqual({ chat_id: to.chatId, ...(text === null ? {} : { text }) });
      expect(await newest(to)).toMatchObject({
        messageId: sent?.messageIds[0],
        isForwarded: true,
        text: text ?? message.text,
      });
    }
  });

  it('is reacted to, and the reaction taken back', async () => {
    const chat = await at.chat(ROBIN, 'classic');
    const { messageId } = await newest(chat);
    const before = (await newest(chat)).reactions.length;
    await at.port(ROBIN).addReaction?.(chat.chatId, messageId, '🎯', call);
    expect((await newest(chat)).reactions).toContainEqual({
      value: '🎯',
      count: 1,
      bySelf: null,
      attendeeIds: null,
    });
    await at.port(ROBIN).removeReaction?.(chat.chatId, messageId, '🎯', call);
    expect(at.body('DELETE /{account_id}/chats/{chat_id}/messages/{message_id}/reactions')).toEqual({
      reaction: '🎯',
    });
    expect((await newest(chat)).reactions).toHaveLength(before);
  });

  it('of one’s own is edited and taken back, of others it is not', async () => {
    const chat = await at.chat(ROBIN, 'classic');
    const port = at.port(ROBIN);
    const { messageIds } = await port.send(chat, sendRequest(), call);
    const messageId = one(messageIds);
    await port.editMessage?.(chat.chatId, messageId, 'Hello again', call);
    expect(await newest(chat)).toMatchObject({ text: 'Hello again', isEdited: true });
    await port.deleteMessage?.(chat.chatId, messageId, call);
    expect(await newest(chat)).toMatchObject({ text: null, isDeleted: true });
    const other = at.control().inbound({ chatId: chat.chatId, text: 'Mine' });
    const refused = port.editMessage?.(chat.chatId, other.id, 'Yours', call);
    expect((await failing(refused ?? Promise.resolve())).code).toBe('NOT_ALLOWED');
  });
});

describe('a chat', () => {
  it('is marked read and unread, archived, pinned and muted', async () => {
    const { chatId } = await at.chat(ROBIN, 'classic');
    const port = at.port(ROBIN);
    const now = () => port.chat(chatId, call);
    await port.setRead?.(chatId, true, call);
    expect(await now()).toMatchObject({ isUnread: false });
    await port.setRead?.(chatId, false, call);
    expect(await now()).toMatchObject({ isUnread: true, unreadCount: 0 });
    await port.setArchived?.(chatId, true, call);
    await port.setPinned?.(chatId, true, call);
    expect(await now()).toMatchObject({ isArchived: true, isPinned: true, inboxId: 'CLASSIC_PRIMARY' });
    await port.setArchived?.(chatId, false, call);
    await port.setPinned?.(chatId, false, call);
    expect(await now()).toMatchObject({ isArchived: false, isPinned: false });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await port.setMuted?.(chatId, { muted: true, until }, call);
    expect(await now()).toMatchObject({ isMuted: true, mutedUntil: until });
    await port.setMuted?.(chatId, { muted: true, until: null }, call);
    expect(await now()).toMatchObject({ isMuted: true, mutedUntil: null });
    await port.setMuted?.(chatId, { muted: false }, call);
    expect(await now()).toMatchObject({ isMuted: false });
    expect(at.body(UPDATE)).toEqual({ muted_until: false });
  });

  it('of a group is renamed, and people come and go', async () => {
    const group = await at.chat(ROBIN, 'classic', ({ kind }) => kind === 'GROUP');
    const direct = await at.chat(ROBIN, 'classic');
    const port = at.port(ROBIN);
    await port.rename?.(group.chatId, 'Crew of the fair', call);
    expect((await port.chat(group.chatId, call))?.title).toBe('Crew of the fair');
    const who = direct.counterpartId ?? '';
    await port.addAttendee?.(group.chatId, who, call);
    const ids = async () => (await everything(port.attendeesOf(group))).map(({ attendeeId }) => attendeeId);
    expect(await ids()).toContain(who);
    await port.removeAttendee?.(group.chatId, who, call);
    expect(await ids()).not.toContain(who);
  });

  it('of a group takes nobody by their id in another product', async () => {
    const { chatId } = await at.chat(ROBIN, 'classic', ({ kind }) => kind === 'GROUP');
    const { ids } = one(at.control().truth().contacts, ({ type }) => type === 'individual');
    const added = at.port(ROBIN).addAttendee?.(chatId, ids.recruiter, call) ?? Promise.resolve();
    expect(await failing(added)).toMatchObject({ code: 'INVALID_INPUT', field: ['attendee'] });
    expect(at.routes()).toEqual([]);
  });

  it('shows that the owner types', async () => {
    const { chatId } = await at.chat(ROBIN, 'classic');
    await at.port(ROBIN).setTyping?.(chatId, call);
    expect(at.control().requests()[0]).toMatchObject({ query: { action: 'typing' }, status: 200 });
    expect(at.control().requests()[0]?.body).toBeUndefined();
  });

  it('is deleted', async () => {
    const { chatId } = await at.chat(ROBIN, 'classic');
    await at.port(ROBIN).deleteChat?.(chatId, call);
    expect(await at.port(ROBIN).chat(chatId, call)).toBeNull();
  });
});
