import { describe, expect, it } from 'vitest';
import type { Network } from '../../../src/messaging/account.ts';
import type { OutgoingAttachment, StartRequest } from '../../../src/messaging/send.ts';
import { caller, failing } from '../support.ts';
import { classicStart, everything, one, recruiterStart, sendRequest, startRequest, world } from './world.ts';

const at = world();

async function sent(network: Network, text = 'Hello') {
  const chat = await at.chat(network);
  const { messageIds } = await at.port(network).send(chat, sendRequest({ text }), caller().call);
  at.forget();
  return { chat, messageId: one(messageIds) };
}

const pictureAsFile: OutgoingAttachment = {
  path: '/nowhere',
  filename: 'boat.png',
  mimeType: 'image/png',
  sizeBytes: 1,
  sha256: '',
  mode: 'FILE',
  voiceNote: false,
};

const fieldsOf = (route: string) =>
  Object.fromEntries(at.parts(route).map(({ name, value, filename }) => [name, value ?? filename]));

describe('sending', () => {
  it('says it once, for the right account', async () => {
    const chat = await at.chat('WHATSAPP');
    const { messageIds } = await at
      .port('WHATSAPP')
      .send(chat, sendRequest({ text: 'Grüße 👋' }), caller().call);
    const message = await at.port('WHATSAPP').message(chat.chatId, one(messageIds), caller().call);
    expect(message).toMatchObject({ text: 'Grüße 👋', direction: 'OUTBOUND', delivery: 'SENT' });
    expect(fieldsOf('POST /chats/{chat_id}/messages')).toEqual({
      text: 'Grüße 👋',
      account_id: chat.accountId,
    });
  });

  it('takes several files, with their names and types', async () => {
    const chat = await at.chat('LINKEDIN');
    const attachments = [
      await at.file({ filename: 'one.pdf' }),
      await at.file({ content: Buffer.from('two'), filename: 'zwei "2"\r\n.txt', mimeType: 'text/plain' }),
    ];
    await at.port('LINKEDIN').send(chat, sendRequest({ text: null, attachments }), caller().call);
    const files = at.parts('POST /chats/{chat_id}/messages').filter(({ filename }) => filename !== undefined);
    expect(files.map(({ name, mimeType, sha256 }) => ({ name, mimeType, sha256 }))).toEqual(
      attachments.map(({ mimeType, sha256 }) => ({ name: 'attachments', mimeType, sha256 })),
    );
    expect(files[0]?.filename).toBe('one.pdf');
    expect(files[1]?.filename).not.toMatch(/[\r\n"]/);
  });

  it('shows a picture as a picture: as a file it is refused, and anything else is a file already', async () => {
    const chat = await at.chat('WHATSAPP');
    const paper = await at.file({ mode: 'FILE' });
    const request = sendRequest({ attachments: [paper, pictureAsFile] });
    expect(await failing(at.port('WHATSAPP').send(chat, request, caller().call))).toMatchObject({
      code: 'NOT_SUPPORTED',
      field: ['attachments', '1', 'mode'],
    });
    expect(at.routes()).toEqual([]);
    await at.port('WHATSAPP').send(chat, sendRequest({ attachments: [paper] }), caller().call);
    expect(at.routes()).toEqual(['POST /chats/{chat_id}/messages']);
  });

  it.each([
    ['WHATSAPP', 'voice_message'],
    ['LINKEDIN', 'voice_message'],
    ['TELEGRAM', 'attachments'],
  ] as const)('a voice note on %s is a %s', async (network, part) => {
    const voice = await at.file({ filename: 'note.m4a', mimeType: 'audio/mp4', voiceNote: true });
    await at.port(network).send(await at.chat(network), sendRequest({ attachments: [voice] }), caller().call);
    expect(
      one(at.parts('POST /chats/{chat_id}/messages'), ({ filename }) => filename === 'note.m4a').name,
    ).toBe(part);
    if (network === 'TELEGRAM') return;
    const two = sendRequest({ attachments: [voice, voice] });
    const problem = await failing(at.port(network).send(await at.chat(network), two, caller().call));
    expect(problem).toMatchObject({ code: 'INVALID_INPUT', field: ['attachments'] });
  });

  it.each([
    ['WHATSAPP', 'quote_id'],
    ['SLACK', 'thread_id'],
  ] as const)('an answer on %s names its message by %s', async (network, part) => {
    const { chat, messageId } = await sent(network);
    const replyTo = { ...chat, messageId };
    await at.port(network).send(chat, sendRequest({ replyTo }), caller().call);
    expect(fieldsOf('POST /chats/{chat_id}/messages')).toMatchObject({ [part]: messageId });
  });

  it('understands receipts without an id, and with several', async () => {
    const chat = await at.chat('WHATSAPP');
    at.control().switches({ nullMessageId: true });
    expect(await at.port('WHATSAPP').send(chat, sendRequest(), caller().call)).toEqual({ messageIds: [] });
    at.control().switches({ nullMessageId: false, arrayMessageId: true });
    const { messageIds } = await at.port('WHATSAPP').send(chat, sendRequest(), caller().call);
    expect(messageIds).toHaveLength(1);
  });

  it.each([
    ['a 504 after it was accepted', { status: 504, afterWork: true }],
    ['an answer that is lost', { reset: 'before-headers', afterWork: true }],
    ['an answer that is cut', { cutAt: 0.5 }],
  ] as const)('is in doubt after %s, and is not repeated (A14)', async (_what, fault) => {
    const chat = await at.chat('WHATSAPP');
    at.control().fault({ route: 'POST /chats/{chat_id}/messages', times: -1, ...fault });
    const problem = await failing(
      at.port('WHATSAPP').send(chat, sendRequest({ text: 'Once' }), caller().call),
    );
    expect(problem).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false });
    expect(at.routes()).toEqual(['POST /chats/{chat_id}/messages']);
    expect(
      at
        .control()
        .truth()
        .messages.filter(({ text }) => text === 'Once'),
    ).toHaveLength(1);
  });

  it('was done when the answer is empty, and nobody knows where it cannot be read', async () => {
    const chat = await at.chat('WHATSAPP');
    const send = () => at.port('WHATSAPP').send(chat, sendRequest(), caller().call);
    const route = 'POST /chats/{chat_id}/messages';
    at.control().fault({ route, spoil: 'empty' });
    expect(await send()).toEqual({ messageIds: [] });
    at.control().fault({ route, status: 200, body: 'nothing was done', spoil: 'html' });
    expect(await failing(send)).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false });
  });

  it('from an account that is signed out says so, and reads go on (A12)', async () => {
    const chat = await at.chat('WHATSAPP');
    at.control().accountStatus({ accountId: chat.accountId, status: 'CREDENTIALS' });
    expect(await failing(at.port('WHATSAPP').send(chat, sendRequest(), caller().call))).toMatchObject({
      code: 'ACCOUNT_DISCONNECTED',
      account: { connectionId: 'sales', accountId: chat.accountId },
      providerType: 'errors/disconnected_account',
      providerStatus: 401,
    });
    expect(await everything(at.port('WHATSAPP').messages(chat.chatId, {}))).not.toHaveLength(0);
  });
});

describe('starting a chat', () => {
  it.each<[string, Partial<StartRequest>, readonly string[]]>([
    ['nothing to say', { text: null }, ['text']],
    ['a picture as a file', { attachments: [pictureAsFile] }, ['attachments', '0', 'mode']],
  ])('with %s is refused without a call', async (_, request, field) => {
    const asked = startRequest({ recipientIds: ['15550199999@s.whatsapp.net'], ...request });
    expect(await failing(async () => at.port('WHATSAPP').startChat?.(asked, caller().call))).toMatchObject({
      field,
    });
    expect(at.routes()).toEqual([]);
  });

  it('writes to somebody for the first time', async () => {
    const recipient = await at
      .port('WHATSAPP')
      .findAttendee?.({ phoneNumber: '+15550199999' }, caller().call);
    const request = startRequest({ recipientIds: [recipient?.providerId ?? ''] });
    const started = await at.port('WHATSAPP').startChat?.(request, caller().call);
    const chat = await at.port('WHATSAPP').chat(started?.chatId ?? '', caller().call);
    expect(chat?.lastMessage).toMatchObject({ messageId: started?.messageIds[0], text: 'Hello' });
  });

  it('of a group takes all recipients and a title', async () => {
    const recipientIds = ['15550199998@s.whatsapp.net', '15550199997@s.whatsapp.net'];
    const request = startRequest({ recipientIds, title: 'Harbour trip' });
    const started = await at.port('WHATSAPP').startChat?.(request, caller().call);
    const chat = await at.port('WHATSAPP').chat(started?.chatId ?? '', caller().call);
    expect(chat).toMatchObject({ kind: 'GROUP', title: 'Harbour trip' });
  });

  it('on Instagram takes the id that is for messages', async () => {
    const chat = await at.chat('INSTAGRAM');
    const request = startRequest({ recipientIds: [chat.counterpartId ?? ''] });
    const started = await at.port('INSTAGRAM').startChat?.(request, caller().call);
    expect(started?.chatId).toBe(chat.chatId);
    expect(at.routes()).toEqual(['GET /users/{identifier}', 'POST /chats']);
    expect(fieldsOf('POST /chats').attendees_ids).not.toBe(chat.counterpartId);
  });

  it('as an InMail, from classic', async () => {
    const stranger = one(
      at.control().truth().contacts,
      ({ linkedIn }) =>
        linkedIn?.distance === 'DISTANCE_2' && !linkedIn.isCompany && linkedIn.refuses === 'nothing',
    );
    const request = startRequest({
      inboxId: 'CLASSIC',
      recipientIds: [stranger.providerId],
      subject: 'A question',
    });
    expect(await failing(async () => at.port('LINKEDIN').startChat?.(request, caller().call))).toMatchObject({
      code: 'RECIPIENT_UNREACHABLE',
      providerType: 'errors/no_connection_with_recipient',
    });
    const inMail = { ...request, classic: { ...classicStart, inMail: true } };
    at.forget();
    const started = await at.port('LINKEDIN').startChat?.(inMail, caller().call);
    expect(await at.port('LINKEDIN').chat(started?.chatId ?? '', caller().call)).toMatchObject({
      content: 'INMAIL',
      subject: 'A question',
      inboxId: 'CLASSIC',
    });
    expect(fieldsOf('POST /chats')).toMatchObject({ 'linkedin[api]': 'classic', 'linkedin[inmail]': 'true' });
  });

  it('with a company takes its messaging id and a topic', async () => {
    const company = one(at.control().truth().contacts, ({ linkedIn }) => linkedIn?.isCompany === true);
    const request = startRequest({
      inboxId: 'CLASSIC',
      recipientIds: [company.providerId],
      classic: { ...classicStart, companyTopic: 'REQUEST_A_DEMO' },
    });
    await at.port('LINKEDIN').startChat?.(request, caller().call);
    expect(fieldsOf('POST /chats')).toMatchObject({
      attendees_ids: company.messagingId,
      'linkedin[topic]': 'request_demo',
    });
  });

  it('with an applicant, or somebody who has invited', async () => {
    const contacts = at.control().truth().contacts;
    const applicant = one(contacts, ({ linkedIn }) => Boolean(linkedIn?.applicantId));
    const id = applicant.linkedIn?.applicantId ?? '';
    await at.port('LINKEDIN').startChat?.(
      startRequest({
        inboxId: 'CLASSIC',
        recipientIds: [applicant.providerId],
        classic: { ...classicStart, applicant: { id, messagingToken: null } },
      }),
      caller().call,
    );
    expect(fieldsOf('POST /chats')).toMatchObject({ 'linkedin[applicant_id]': id });
    at.forget();
    const inviting = one(contacts, ({ linkedIn }) => Boolean(linkedIn?.invitationId));
    const invitationId = inviting.linkedIn?.invitationId ?? '';
    await at.port('LINKEDIN').startChat?.(
      startRequest({
        inboxId: 'CLASSIC',
        recipientIds: [inviting.providerId],
        classic: { ...classicStart, invitationId },
      }),
      caller().call,
    );
    expect(fieldsOf('POST /chats')).toMatchObject({ 'linkedin[invitation_id]': invitationId });
  });

  it('from Recruiter carries every option, and the id that the person has there', async () => {
    const candidate = one(
      at.control().truth().contacts,
      ({ linkedIn }) =>
        linkedIn?.distance === 'DISTANCE_2' && !linkedIn.isCompany && linkedIn.refuses === 'nothing',
    );
    const file = await at.file({ filename: 'offer.pdf' });
    const request = startRequest({
      inboxId: 'RECRUITER',
      recipientIds: [candidate.linkedIn?.ids.classic ?? ''],
      subject: 'A position',
      recruiter: {
        ...recruiterStart,
        signature: 'Nora',
        visibility: 'PROJECT',
        sendAs: 'INMAIL',
        hiringProjectId: 'p1',
        jobPostingId: 'j1',
        followUp: {
          subject: 'Again',
          text: 'Still there?',
          attachments: [file],
          afterDays: 7,
          timeZone: null,
        },
      },
    });
    const started = await at.port('LINKEDIN').startChat?.(request, caller().call);
    expect(at.routes()).toEqual(['GET /users/{identifier}', 'POST /chats']);
    expect(fieldsOf('POST /chats')).toMatchObject({
      attendees_ids: candidate.linkedIn?.ids.recruiter,
      subject: 'A position',
      'linkedin[api]': 'recruiter',
      'linkedin[signature]': 'Nora',
      'linkedin[visibility]': 'PROJECT',
      'linkedin[hiring_project_id]': 'p1',
      'linkedin[job_posting_id]': 'j1',
      'linkedin[follow_up][subject]': 'Again',
      'linkedin[follow_up][text]': 'Still there?',
      'linkedin[follow_up][attachments]': 'offer.pdf',
      'linkedin[follow_up][scheduled_time][days]': '7',
      'linkedin[follow_up][scheduled_time][timezone]': 'UTC',
    });
    expect(await at.port('LINKEDIN').chat(started?.chatId ?? '', caller().call)).toMatchObject({
      inboxId: 'RECRUITER',
    });
  });

  it('from Recruiter by e-mail, and from Sales Navigator', async () => {
    const candidate = one(
      at.control().truth().contacts,
      ({ linkedIn }) =>
        linkedIn?.distance === 'DISTANCE_2' && !linkedIn.isCompany && linkedIn.refuses === 'nothing',
    );
    const recipientIds = [candidate.linkedIn?.ids.recruiter ?? ''];
    const recruiter = { ...recruiterStart, sendAs: 'EMAIL', emailAddress: 'ada@example.com' } as const;
    await at
      .port('LINKEDIN')
      .startChat?.(startRequest({ inboxId: 'RECRUITER', recipientIds, recruiter }), caller().call);
    expect(fieldsOf('POST /chats')).toMatchObject({ 'linkedin[email_address]': 'ada@example.com' });
    at.forget();
    await at
      .port('LINKEDIN')
      .startChat?.(startRequest({ inboxId: 'SALES_NAVIGATOR', recipientIds }), caller().call);
    expect(fieldsOf('POST /chats')).toMatchObject({
      'linkedin[api]': 'sales_navigator',
      attendees_ids: candidate.linkedIn?.ids.sales_navigator,
    });
  });

  it.each([
    ['intent', { intent: 'HIRE_FOR_CLIENT' }, 'NOT_SUPPORTED', ['intent']],
    ['channel', { channel: 'REFERRAL' }, 'NOT_SUPPORTED', ['channel']],
    ['an e-mail without an address', { sendAs: 'EMAIL' }, 'INVALID_INPUT', ['emailAddress']],
    [
      'an InMail with an address',
      { sendAs: 'INMAIL', emailAddress: 'ada@example.com' },
      'INVALID_INPUT',
      ['sendAs'],
    ],
    [
      'a follow-up after two days',
      { followUp: { subject: 'a', text: 'b', attachments: [], afterDays: 2, timeZone: null } },
      'INVALID_INPUT',
      ['followUp', 'afterDays'],
    ],
  ] as const)('refuses %s before anything goes upstream', async (_what, given, code, field) => {
    const request = startRequest({
      inboxId: 'RECRUITER',
      recipientIds: ['AEx'],
      recruiter: { ...recruiterStart, ...given },
    });
    expect(await failing(async () => at.port('LINKEDIN').startChat?.(request, caller().call))).toMatchObject({
      code,
      field: ['linkedIn', 'recruiter', ...field],
    });
    expect(at.routes()).toEqual([]);
  });

  it('refuses options of another product or network, and Company Pages', async () => {
    const [page] = (await at.port('LINKEDIN').inboxes(caller().call)).slice(-1);
    const start = (network: Network, more: object) =>
      failing(async () =>
        at.port(network).startChat?.(startRequest({ recipientIds: ['x'], ...more }), caller().call),
      );
    expect(await start('LINKEDIN', { inboxId: page?.inboxId })).toMatchObject({
      code: 'NOT_SUPPORTED',
      field: ['from'],
    });
    expect(await start('LINKEDIN', { inboxId: 'RECRUITER', classic: classicStart })).toMatchObject({
      code: 'NOT_SUPPORTED',
    });
    expect(await start('LINKEDIN', { inboxId: 'CLASSIC', recruiter: recruiterStart })).toMatchObject({
      code: 'NOT_SUPPORTED',
    });
    expect(await start('WHATSAPP', { classic: classicStart })).toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(at.routes()).toEqual([]);
  });
});

describe('changing', () => {
  it('a message: react, edit, forward, delete', async () => {
    const { chat, messageId } = await sent('WHATSAPP');
    const port = at.port('WHATSAPP');
    const read = () => port.message(chat.chatId, messageId, caller().call);
    await port.addReaction?.(chat.chatId, messageId, '👍', caller().call);
    expect((await read())?.reactions).toMatchObject([{ value: '👍', count: 1, bySelf: true }]);
    await port.editMessage?.(chat.chatId, messageId, 'Hello again', caller().call);
    expect(await read()).toMatchObject({ text: 'Hello again', isEdited: true });
    const group = await at.chat('WHATSAPP', ({ kind, isReadOnly }) => kind === 'GROUP' && !isReadOnly);
    const forwarded = await port.forward?.(chat.chatId, messageId, group, null, caller().call);
    expect(await port.message(group.chatId, forwarded?.messageIds[0] ?? '', caller().call)).toMatchObject({
      isForwarded: true,
    });
    await port.deleteMessage?.(chat.chatId, messageId, caller().call);
    expect(await read()).toMatchObject({ isDeleted: true });
    expect(
      await failing(async () => port.forward?.(chat.chatId, messageId, group, 'see', caller().call)),
    ).toMatchObject({
      code: 'NOT_SUPPORTED',
      field: ['text'],
    });
  });

  it('a chat: read, archive, pin, mute, add somebody, synchronize, delete', async () => {
    const port = at.port('WHATSAPP');
    const { chatId } = await at.chat('WHATSAPP', (chat) => chat.kind === 'GROUP' && !chat.isReadOnly);
    const read = () => port.chat(chatId, caller().call);
    await port.setRead?.(chatId, false, caller().call);
    expect(await read()).toMatchObject({ isUnread: true });
    await port.setRead?.(chatId, true, caller().call);
    expect(await read()).toMatchObject({ isUnread: false, unreadCount: 0 });
    for (const on of [true, false]) {
      await port.setArchived?.(chatId, on, caller().call);
      await port.setPinned?.(chatId, on, caller().call);
      await port.setMuted?.(chatId, on ? { muted: true, until: null } : { muted: false }, caller().call);
      expect(await read()).toMatchObject({ isArchived: on, isPinned: on, isMuted: on, mutedUntil: null });
    }
    const until = { muted: true, until: '2030-01-01T00:00:00.000Z' } as const;
    expect(await failing(async () => port.setMuted?.(chatId, until, caller().call))).toMatchObject({
      code: 'NOT_SUPPORTED',
    });
    const added = await port.findAttendee?.({ phoneNumber: '+15550199996' }, caller().call);
    await port.addAttendee?.(chatId, added?.providerId ?? '', caller().call);
    const group = await read();
    const attendees = group ? await everything(port.attendeesOf(group)) : [];
    expect(attendees.map(({ attendeeId }) => attendeeId)).toContain(added?.attendeeId);
    const statuses = [];
    for (let asked = 0; asked < 3; asked += 1)
      statuses.push(await port.synchronizeChat?.(chatId, caller().call));
    expect(statuses).toEqual(['STARTED', 'RUNNING', 'DONE']);
    await port.deleteChat?.(chatId, caller().call);
    expect(await read()).toBeNull();
    expect(await failing(async () => port.synchronizeChat?.(chatId, caller().call))).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('on what is deleted says so', async () => {
    const { chat, messageId } = await sent('WHATSAPP');
    const port = at.port('WHATSAPP');
    await port.deleteMessage?.(chat.chatId, messageId, caller().call);
    for (const again of [
      () => port.deleteMessage?.(chat.chatId, messageId, caller().call),
      () => port.forward?.(chat.chatId, messageId, chat, null, caller().call),
      () => port.addReaction?.(chat.chatId, messageId, '👍', caller().call),
    ]) {
      expect(await failing(async () => again())).toMatchObject({
        code: 'INVALID_INPUT',
        detail: 'This message is deleted.',
        field: ['messageId'],
      });
    }
  });

  it('is refused for what belongs to another account of the key, unread or read before', async () => {
    const { chat, messageId } = await sent('WHATSAPP');
    for (const isFresh of [false, true]) {
      if (isFresh) await at.restart();
      const port = at.port('LINKEDIN');
      const group = { ...chat, accountId: at.account('LINKEDIN').accountId };
      const writes = [
        () => port.addReaction?.(chat.chatId, messageId, '👍', caller().call),
        () => port.editMessage?.(chat.chatId, messageId, 'x', caller().call),
        () => port.deleteMessage?.(chat.chatId, messageId, caller().call),
        () => port.forward?.(chat.chatId, messageId, group, null, caller().call),
        () => port.setRead?.(chat.chatId, true, caller().call),
        () => port.deleteChat?.(chat.chatId, caller().call),
        () => port.addAttendee?.(chat.chatId, 'x', caller().call),
        () => port.synchronizeChat?.(chat.chatId, caller().call),
      ];
      for (const write of writes) {
        expect(await failing(async () => write())).toMatchObject({ code: 'NOT_FOUND' });
      }
      const writing = at
        .control()
        .requests()
        .filter(({ method, route }) => method !== 'GET' || route?.endsWith('sync'));
      expect(writing).toEqual([]);
    }
    expect(
      await failing(
        at
          .port('LINKEDIN')
          .send({ ...chat, accountId: at.account('LINKEDIN').accountId }, sendRequest(), caller().call),
      ),
    ).toMatchObject({ code: 'NOT_ALLOWED' });
  });
});
