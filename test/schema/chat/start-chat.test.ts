import { beforeEach, describe, expect, it } from 'vitest';
import { unsupported } from '../../../src/messaging/capabilities.ts';
import { notSupported } from '../../../src/messaging/errors.ts';
import { makeId } from '../../../src/messaging/id.ts';
import { anAccount, anAttendee, classicInbox, type FakeAccount, fakeAccount } from '../fake-account.ts';
import { type Gateway, openGateway, upload } from '../gateway.ts';

const ref = { connectionId: 'sales', accountId: 'a1' };
const from = { accountId: makeId({ type: 'Account', ...ref }) };
const inboxId = (id: string) => makeId({ type: 'Inbox', ...ref, inboxId: id });
const grace = { providerId: 'ACoGrace' };
const recruiterInbox = {
  ...classicInbox,
  inboxId: 'recruiter',
  product: 'LINKEDIN_RECRUITER' as const,
};

let account: FakeAccount;
let gateway: Gateway;
beforeEach(async () => {
  account = fakeAccount();
  account.knownInboxes = [
    { ...classicInbox, inboxId: 'view', isPrimary: false },
    classicInbox,
    recruiterInbox,
  ];
  gateway = await openGateway([account]);
});

const start = (over: object = {}, selection = '') =>
  gateway.mutate('startChat', { from, recipients: [grace], text: 'Hello', ...over }, selection);
const request = () => account.writes[0]?.[1];

describe('a chat that starts', () => {
  it('shows the chat and the first message, from the first primary inbox', async () => {
    expect(await start({}, 'chat { id } message { text chat { id } }')).toMatchObject({
      chat: { id: makeId({ type: 'Chat', ...ref, chatId: 'new' }) },
      message: { text: 'Hello', chat: { id: makeId({ type: 'Chat', ...ref, chatId: 'new' }) } },
    });
    expect(request()).toEqual({
      inboxId: 'classic',
      recipientIds: ['ACoGrace'],
      text: 'Hello',
      title: null,
      subject: null,
      attachments: [],
      classic: null,
      recruiter: null,
    });
  });

  it('shows what has a subject as the InMail that it is', async () => {
    const fields = 'message { kind subject }';
    expect(await start({}, fields)).toMatchObject({ message: { kind: 'MESSAGE', subject: null } });
    expect(await start({ subject: 'A role' }, fields)).toMatchObject({
      message: { kind: 'INMAIL', subject: 'A role' },
    });
  });

  it('has no message where nothing was said', async () => {
    expect(await start({ text: null }, 'chat { id } message { id }')).toMatchObject({
      chat: { id: expect.any(String) },
      message: null,
    });
  });

  it('is done, with nulls, where the provider names the chat later', async () => {
    Object.assign(account, { startChat: async () => ({ chatId: null, messageIds: [] }) });
    expect(await start({}, 'chat { id } message { id }')).toMatchObject({
      done: 'StartChatPayload',
      chat: null,
      message: null,
    });
  });

  it('is done, with a null chat, where it cannot be read now', async () => {
    Object.assign(account, { startChat: async () => ({ chatId: 'hidden', messageIds: ['m'] }) });
    expect(await start({}, 'chat { id } message { text }')).toMatchObject({
      chat: null,
      message: { text: 'Hello' },
    });
  });

  it('starts once for the same clientMessageId', async () => {
    const again = { clientMessageId: 'k', attachments: [{ file: upload() }] };
    const answers = [
      await start(again, 'chat { id } message { id }'),
      await start(again, 'chat { id } message { id }'),
    ];
    expect(answers[0]).toEqual(answers[1]);
    expect(account.writes).toHaveLength(1);
    expect(await start({ clientMessageId: 'k', text: 'Other' })).toMatchObject({ code: 'CONFLICT' });
  });
});

describe('recipients', () => {
  it('are looked up where the provider takes another name', async () => {
    account.knownAttendees.push(anAttendee({ attendeeId: 'lin', providerId: 'ACoLin' }));
    await start({
      recipients: [
        { attendeeId: makeId({ type: 'Attendee', ...ref, attendeeId: 'lin' }) },
        { profileUrl: 'https://www.linkedin.com/in/grace-example' },
        { providerId: 'ACoAda' },
      ],
      title: 'Friends',
    });
    expect(request()).toMatchObject({ recipientIds: ['ACoLin', 'ACoGrace', 'ACoAda'], title: 'Friends' });
    expect(account.reads).not.toContainEqual(['findAttendee', { providerId: 'ACoAda' }]);
  });

  it.each<[string, object[], string, string[]]>([
    ['none', [], 'InvalidInputError', ['recipients']],
    ['somebody twice', [grace, grace], 'InvalidInputError', ['recipients', '1']],
    ['an empty name', [{ providerId: ' ' }], 'InvalidInputError', ['recipients', '0', 'providerId']],
    [
      'no E.164 number',
      [grace, { phoneNumber: '0151 5550100' }],
      'InvalidInputError',
      ['recipients', '1', 'phoneNumber'],
    ],
    [
      'nobody',
      [grace, { profileUrl: 'https://www.linkedin.com/in/nobody-example' }],
      'NotFoundError',
      ['recipients', '1', 'profileUrl'],
    ],
    [
      'an attendee that is gone',
      [{ attendeeId: makeId({ type: 'Attendee', ...ref, attendeeId: 'gone' }) }],
      'NotFoundError',
      ['recipients', '0', 'attendeeId'],
    ],
  ])('are refused: %s', async (_, recipients, member, field) => {
    expect(await start({ recipients })).toMatchObject({ __typename: member, field });
    expect(account.writes).toEqual([]);
  });

  it('of another account are refused, asking nobody', async () => {
    const other = fakeAccount({ ...anAccount, accountId: 'a2' });
    gateway = await openGateway([account, other]);
    const attendeeId = makeId({ type: 'Attendee', ...ref, accountId: 'a2', attendeeId: 'grace' });
    expect(await start({ recipients: [{ attendeeId }] })).toMatchObject({
      __typename: 'InvalidInputError',
      field: ['recipients', '0', 'attendeeId'],
    });
    expect([...account.reads, ...account.writes, ...other.reads]).toEqual([]);
  });

  it('that the provider cannot look up are named where they stand in the input', async () => {
    Object.assign(account, {
      findAttendee: async (query: object) => {
        throw notSupported('Not by that.', ...Object.keys(query));
      },
    });
    const recipients = [grace, { phoneNumber: '+15550100001' }];
    expect(await start({ recipients })).toMatchObject({
      __typename: 'NotSupportedError',
      field: ['recipients', '1', 'phoneNumber'],
    });
  });

  it('are taken by their address where the provider can start with that, and nobody is looked up', async () => {
    const recipientAt = (profileUrl: string) => (profileUrl.includes('/in/') ? 'at the address' : null);
    Object.assign(account, { recipientAt });
    const profileUrl = 'https://www.linkedin.com/in/grace-example';
    expect(await start({ recipients: [{ profileUrl }] })).toMatchObject({ __typename: 'StartChatPayload' });
    expect(account.writes).toMatchObject([['startChat', { recipientIds: ['at the address'] }]]);
    expect(account.reads).not.toContainEqual(['findAttendee', { profileUrl }]);
    const elsewhere = 'https://www.linkedin.com/company/example';
    expect(await start({ recipients: [{ profileUrl: elsewhere }] })).toMatchObject({
      __typename: 'NotFoundError',
      field: ['recipients', '0', 'profileUrl'],
    });
  });

  it('cannot be looked up where the provider has no such thing', async () => {
    Object.assign(account, { findAttendee: undefined });
    const recipients = [{ phoneNumber: '+15550100001' }];
    expect(await start({ recipients })).toMatchObject({
      __typename: 'NotSupportedError',
      field: ['recipients', '0', 'phoneNumber'],
    });
  });
});

describe('what is refused before anything is sent', () => {
  it.each<[string, object, string[]]>([
    ['a filtered view', { from: { inboxId: inboxId('view') } }, ['from', 'inboxId']],
    ['a title for one', { title: 'Us two' }, ['title']],
    ['too long a text', { text: 'x'.repeat(101) }, ['text']],
    ['too long a subject', { subject: 'x'.repeat(21) }, ['subject']],
    [
      'a block of another product',
      { linkedIn: { recruiter: { signature: 'Ada' } } },
      ['linkedIn', 'recruiter'],
    ],
    [
      'a block of another product',
      { from: { inboxId: inboxId('recruiter') }, linkedIn: { classic: { inMail: true } } },
      ['linkedIn', 'classic'],
    ],
    [
      'an e-mail to nowhere',
      {
        from: { inboxId: inboxId('recruiter') },
        linkedIn: { recruiter: { sendAs: 'EMAIL', emailAddress: 'nowhere' } },
      },
      ['linkedIn', 'recruiter', 'emailAddress'],
    ],
    ...(
      [
        ['subject', { subject: ' ' }],
        ['text', { text: '' }],
        ['afterDays', { afterDays: 0 }],
        ['timeZone', { timeZone: 'Mars/Olympus' }],
      ] as const
    ).map(([name, over]): [string, object, string[]] => [
      `a follow-up with a wrong ${name}`,
      {
        from: { inboxId: inboxId('recruiter') },
        linkedIn: { recruiter: { followUp: { subject: 'S', text: 'T', afterDays: 3, ...over } } },
      },
      ['linkedIn', 'recruiter', 'followUp', name],
    ]),
  ])('%s', async (_, input, field) => {
    expect(await start(input)).toMatchObject({ __typename: 'InvalidInputError', field });
    expect(account.writes).toEqual([]);
  });

  it('a product that needs a subject and a signature gets both or nothing', async () => {
    const { inbox } = account.can;
    account.can.inbox = {
      ...inbox,
      startChat: { ...inbox.startChat, needsSubject: true, needsSignature: true },
    };
    const signed = {
      from: { inboxId: inboxId('recruiter') },
      linkedIn: { recruiter: { signature: 'Ada' } },
    };
    expect(await start()).toMatchObject({ field: ['subject'] });
    expect(await start({ subject: 'Work' })).toMatchObject({ field: ['linkedIn', 'recruiter', 'signature'] });
    expect(account.writes).toEqual([]);
    expect(await start({ subject: 'Work', ...signed })).toMatchObject({ done: 'StartChatPayload' });
    expect(request()).toMatchObject({ inboxId: 'recruiter', recruiter: { signature: 'Ada' } });
  });

  it.each<['startChat' | 'startGroup' | 'inMail', object, string[]]>([
    ['startChat', {}, ['from']],
    ['startGroup', { recipients: [grace, { providerId: 'ACoLin' }] }, ['recipients']],
    ['inMail', { linkedIn: { classic: { inMail: true } } }, ['linkedIn', 'classic', 'inMail']],
  ])('%s where the inbox does not have it, with its reason', async (capability, input, field) => {
    const { inbox } = account.can;
    account.can.inbox = { ...inbox, [capability]: { ...inbox[capability], ...unsupported('Not here.') } };
    expect(await start(input)).toMatchObject({ __typename: 'NotSupportedError', detail: 'Not here.', field });
    expect(account.writes).toEqual([]);
  });

  it('an account without an inbox that chats start from', async () => {
    account.knownInboxes = [{ ...classicInbox, isPrimary: false }];
    expect(await start()).toMatchObject({ __typename: 'NotSupportedError', field: ['from', 'accountId'] });
  });
});

it('hands every option of LinkedIn over', async () => {
  await start({
    from: { inboxId: inboxId('classic') },
    linkedIn: {
      classic: {
        inMail: true,
        companyTopic: 'CAREERS',
        applicant: { id: 'ap1', messagingToken: 't' },
        invitationId: 'i1',
      },
    },
  });
  await start({
    from: { inboxId: inboxId('recruiter') },
    subject: 'Work',
    linkedIn: {
      recruiter: {
        signature: 'Ada',
        visibility: 'PROJECT',
        intent: 'HIRE_FOR_CLIENT',
        sendAs: 'EMAIL',
        emailAddress: 'grace@example.com',
        channel: 'REFERRAL',
        hiringProjectId: 'h1',
        jobPostingId: 'j1',
        followUp: { subject: 'Again', text: 'Well?', afterDays: 3, timeZone: 'Europe/Berlin' },
      },
    },
  });
  expect(account.writes.map(([, asked]) => asked)).toEqual([
    expect.objectContaining({
      classic: {
        inMail: true,
        companyTopic: 'CAREERS',
        applicant: { id: 'ap1', messagingToken: 't' },
        invitationId: 'i1',
      },
      recruiter: null,
    }),
    expect.objectContaining({
      subject: 'Work',
      classic: null,
      recruiter: {
        signature: 'Ada',
        visibility: 'PROJECT',
        intent: 'HIRE_FOR_CLIENT',
        sendAs: 'EMAIL',
        emailAddress: 'grace@example.com',
        channel: 'REFERRAL',
        hiringProjectId: 'h1',
        jobPostingId: 'j1',
        followUp: {
          subject: 'Again',
          text: 'Well?',
          attachments: [],
          afterDays: 3,
          timeZone: 'Europe/Berlin',
        },
      },
    }),
  ]);
});
