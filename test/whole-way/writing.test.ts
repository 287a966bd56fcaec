import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoggedRequest, UnipileV1Control } from '../../src/sandbox/index.ts';
import { wav } from '../../src/sandbox/media.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import {
  accountOn,
  askMutation,
  find,
  ids,
  mutate,
  mutateWithFiles,
  readNode,
  requestsAsked,
  type WireAccount,
  type WireChat,
} from './support.ts';

let gateway: TestGateway;
let control: UnipileV1Control;
beforeAll(async () => {
  gateway = await startTestGateway();
  control = gateway.sandbox.unipileV1.control;
});
afterAll(() => gateway.close());

const sha256 = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex');
const writes = () => requestsAsked(control).filter(({ method }) => method !== 'GET');
const partsOf = ({ parts = [] }: LoggedRequest) =>
  parts.map(({ name, value, sha256: hash }) => [name, value ?? hash] as const);
const newestIn = ({ id }: Pick<WireChat, 'id'>) =>
  find(control.truth().messages, ({ chat_id }) => chat_id === id);
const chatOn = (network: string, place = 0) =>
  find(
    control
      .truth()
      .chats.filter(({ account_type, type }) => account_type === network && type === 0)
      .slice(place),
    ({ content_type, folder, read_only }) =>
      content_type === undefined &&
      read_only === 0 &&
      (network !== 'LINKEDIN' || folder.includes('INBOX_LINKEDIN_CLASSIC')),
  );

/** The only write that the vendor got meanwhile, with the result. */
async function theWriteOf<T>(write: () => Promise<T>): Promise<{ result: T; request: LoggedRequest }> {
  control.clearRequests();
  const result = await write();
  const [request, another] = writes();
  if (request === undefined || another !== undefined) throw new Error(`${writes().length} writes`);
  return { result, request };
}

describe('a message', () => {
  it('takes several files along, whole', async () => {
    const chat = chatOn('WHATSAPP');
    const picture = Buffer.from('89504e470d0a1a0a', 'hex');
    const large = Buffer.alloc(3_000_000, 'x');
    const { result, request } = await theWriteOf(() =>
      mutateWithFiles<{ message: { attachments: object[] } }>(
        gateway.graphql,
        'sendMessage',
        {
          chatId: ids.chat(chat),
          text: 'Both, as promised',
          attachments: [{ file: null }, { file: null, filename: 'Größe & Preis (2025).pdf' }],
        },
        [
          { at: 'input.attachments.0.file', name: 'boat.png', type: 'image/png', content: picture },
          { at: 'input.attachments.1.file', name: 'upload', type: 'application/pdf', content: large },
        ],
        'message { attachments { __typename mimeType sizeBytes } }',
      ),
    );
    expect(partsOf(request)).toEqual([
      ['text', 'Both, as promised'],
      ['account_id', chat.account_id],
      ['attachments', sha256(picture)],
      ['attachments', sha256(large)],
    ]);
    expect(request.parts?.slice(2).map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
      ['boat.png', 'image/png'],
      ['Größe & Preis (2025).pdf', 'application/pdf'],
    ]);
    expect(result.message.attachments).toEqual([
      { __typename: 'ImageAttachment', mimeType: 'image/png', sizeBytes: 8 },
      { __typename: 'FileAttachment', mimeType: 'application/pdf', sizeBytes: 3_000_000 },
    ]);
    expect(newestIn(chat)).toMatchObject({
      text: 'Both, as promised',
      attachments: [{}, { file_size: 3_000_000 }],
    });
  });

  it.each([
    ['WHATSAPP', 'voice_message'],
    ['LINKEDIN', 'voice_message'],
    ['TELEGRAM', 'attachments'],
  ])('is spoken on %s', async (network, part) => {
    const chat = chatOn(network, 1);
    const content = wav(1);
    const { result, request } = await theWriteOf(() =>
      mutateWithFiles<{ message: object }>(
        gateway.graphql,
        'sendMessage',
        { chatId: ids.chat(chat), attachments: [{ file: null, voiceNote: true }] },
        [{ at: 'input.attachments.0.file', name: 'note.wav', type: 'audio/wav', content }],
        'message { text attachments { ... on AudioAttachment { isVoiceNote } } }',
      ),
    );
    expect(partsOf(request)).toEqual([
      ['account_id', chat.account_id],
      [part, sha256(content)],
    ]);
    expect(result.message).toEqual({ text: null, attachments: [{ isVoiceNote: true }] });
  });

  it('answers an earlier one', async () => {
    const chat = chatOn('WHATSAPP', 2);
    const earlier = newestIn(chat);
    const { result, request } = await theWriteOf(() =>
      mutate<{ message: { quoted: object } }>(
        gateway.graphql,
        'sendMessage',
        { chatId: ids.chat(chat), text: 'To that: yes', replyToMessageId: ids.message(earlier) },
        'message { quoted { message { id text } } }',
      ),
    );
    expect(partsOf(request)).toContainEqual(['quote_id', earlier.id]);
    expect(result.message.quoted).toEqual({ message: { id: ids.message(earlier), text: earlier.text } });
    expect(newestIn(chat)).toMatchObject({ reply_to: { id: earlier.id } });
  });

  it('goes to the thread of an earlier one in Slack', async () => {
    const chat = chatOn('SLACK');
    const earlier = newestIn(chat);
    const { request } = await theWriteOf(() =>
      mutate(
        gateway.graphql,
        'sendMessage',
        { chatId: ids.chat(chat), text: 'In the thread', replyToMessageId: ids.message(earlier) },
        '__typename',
      ),
    );
    expect(partsOf(request)).toContainEqual(['thread_id', earlier.id]);
    expect(newestIn(chat).parent).toBe(earlier.parent ?? earlier.id);
  });

  it('is one object from the payload on: list, event, node and clientMessageId agree', async () => {
    const chat = chatOn('TELEGRAM', 2);
    const sent = await mutate<{ message: { id: string } }>(
      gateway.graphql,
      'sendMessage',
      { chatId: ids.chat(chat), text: 'Only me', clientMessageId: 'bubble-1' },
      'message { id text direction delivery clientMessageId sender { isSelf } }',
    );
    const { id } = sent.message;
    expect(sent.message).toMatchObject({
      text: 'Only me',
      direction: 'OUTBOUND',
      delivery: 'SENT',
      clientMessageId: 'bubble-1',
      sender: { isSelf: true },
    });
    await control.webhooksIdle();
    const { messages } = await readNode<{ messages: { nodes: object[] } }>(
      gateway,
      ids.chat(chat),
      'Chat',
      'messages(first: 1) { nodes { id text clientMessageId } }',
    );
    expect(messages.nodes).toEqual([{ id, text: 'Only me', clientMessageId: 'bubble-1' }]);
    expect(await readNode(gateway, id, 'Message', 'text clientMessageId')).toEqual({
      text: 'Only me',
      clientMessageId: 'bubble-1',
    });
  });

  it.each([
    ['no id', { nullMessageId: true }],
    ['a list of ids', { arrayMessageId: true }],
  ])('is sent where the vendor names %s', async (_, quirk) => {
    const chat = chatOn('TELEGRAM', 3);
    control.switches(quirk);
    const sent = await mutate<{ message: { id: string } }>(
      gateway.graphql,
      'sendMessage',
      { chatId: ids.chat(chat), text: 'Quirky' },
      'message { id text }',
    );
    control.switches({ nullMessageId: false, arrayMessageId: false });
    expect(sent.message).toMatchObject({ text: 'Quirky' });
    expect(await readNode(gateway, sent.message.id, 'Message', 'text')).toEqual({ text: 'Quirky' });
  });

  it('that cannot be sent is refused before anything is', async () => {
    const chat = chatOn('WHATSAPP', 3);
    const readOnly = find(control.truth().chats, ({ read_only }) => read_only > 0);
    const foreign = newestIn(chatOn('WHATSAPP', 4));
    for (const [input, code, field] of [
      [{ chatId: ids.chat(chat) }, 'INVALID_INPUT', undefined],
      [{ chatId: ids.chat(chat), text: ' \n' }, 'INVALID_INPUT', undefined],
      [{ chatId: ids.chat(readOnly), text: 'Hello?' }, 'NOT_SUPPORTED', undefined],
      [{ chatId: ids.chat({ ...chat, id: 'nowhere' }), text: 'Hello?' }, 'NOT_FOUND', ['chatId']],
      [
        { chatId: ids.chat(chat), text: 'x'.repeat(200_000), clientMessageId: '' },
        'INVALID_INPUT',
        ['clientMessageId'],
      ],
      [
        { chatId: ids.chat(chat), text: 'Re', replyToMessageId: ids.message(foreign) },
        'INVALID_INPUT',
        ['replyToMessageId'],
      ],
      [{ chatId: ids.chat(chatOn('LINKEDIN')), text: 'x'.repeat(8_001) }, 'INVALID_INPUT', ['text']],
    ] as const) {
      control.clearRequests();
      const refused = await mutate(gateway.graphql, 'sendMessage', input, '__typename');
      expect(refused).toMatchObject({ code, ...(field && { field }) });
      expect(writes()).toEqual([]);
    }
  });
});

describe('what v1 has no way for is refused with NOT_SUPPORTED, and the vendor is not asked to do it', () => {
  it.each([
    ['removeReaction', () => ({ messageId: ids.message(newestIn(chatOn('WHATSAPP'))), value: '👍' })],
    ['setTyping', () => ({ chatId: ids.chat(chatOn('WHATSAPP')) })],
    ['updateChat', () => ({ chatId: ids.chat(chatOn('WHATSAPP')), title: 'A name' })],
    [
      'updateChat',
      () => ({ chatId: ids.chat(chatOn('WHATSAPP')), muted: true, mutedUntil: '2099-01-01T00:00:00.000Z' }),
    ],
    ['updateChat', () => ({ chatId: ids.chat(chatOn('TELEGRAM')), pinned: true })],
    ['addReaction', () => ({ messageId: ids.message(newestIn(chatOn('TELEGRAM'))), value: '👍' })],
    ['editMessage', () => ({ messageId: ids.message(newestIn(chatOn('TELEGRAM'))), text: 'x' })],
    ['deleteMessage', () => ({ messageId: ids.message(newestIn(chatOn('TELEGRAM'))) })],
    ['deleteChat', () => ({ chatId: ids.chat(chatOn('TELEGRAM')) })],
    [
      'forwardMessage',
      () => ({
        messageId: ids.message(newestIn(chatOn('TELEGRAM'))),
        toChatId: ids.chat(chatOn('TELEGRAM', 1)),
      }),
    ],
    [
      'removeAttendee',
      () => {
        const chat = find(
          control.truth().chats,
          ({ type, account_type }) => type === 1 && account_type === 'WHATSAPP',
        );
        return {
          chatId: ids.chat(chat),
          attendeeId: ids.attendee(chat.account_id, newestIn(chat).sender_id),
        };
      },
    ],
    [
      'synchronizeConversations',
      () => ({
        accountId: ids.account(accountOn(control.truth(), 'LINKEDIN')),
        profileUrls: ['https://www.linkedin.com/in/ada-example'],
      }),
    ],
  ] as const)('%s', async (mutation, inputOf) => {
    const input = inputOf();
    control.clearRequests();
    expect(await mutate(gateway.graphql, mutation, input, '__typename')).toMatchObject({
      code: 'NOT_SUPPORTED',
    });
    expect(writes()).toEqual([]);
  });
});

describe('a chat on LinkedIn starts', () => {
  let account: WireAccount;
  beforeAll(() => {
    account = accountOn(control.truth(), 'LINKEDIN');
  });
  const strangers = () =>
    control
      .truth()
      .contacts.filter(({ network, linkedIn }) => network === 'LINKEDIN' && !linkedIn?.isCompany)
      .slice(-14);
  const stranger = (place: number) => find(strangers().slice(place), () => true);
  const from = (inboxId?: string) =>
    inboxId === undefined ? { accountId: ids.account(account) } : { inboxId: ids.inbox(account.id, inboxId) };

  async function start(input: object, files: Parameters<typeof mutateWithFiles>[3] = []) {
    const { result, request } = await theWriteOf(() =>
      mutateWithFiles<{ chat: { id: string } | null; message: { text: string } | null }>(
        gateway.graphql,
        'startChat',
        { text: 'Good morning', ...input },
        files,
        'chat { id } message { text }',
      ),
    );
    expect(request.route).toBe('POST /chats');
    return { result, parts: partsOf(request) };
  }
  const started = { __typename: 'StartChatPayload', chat: { id: expect.any(String) } };

  it('with a relation', async () => {
    const { result, parts } = await start({
      from: from(),
      recipients: [{ providerId: stranger(0).providerId }],
    });
    expect(result).toMatchObject({ ...started, message: { text: 'Good morning' } });
    expect(parts).toEqual([
      ['account_id', account.id],
      ['attendees_ids', stranger(0).providerId],
      ['text', 'Good morning'],
      ['linkedin[api]', 'classic'],
    ]);
  });

  it('with somebody by the address of their profile, as an InMail with a subject', async () => {
    const profileUrl = `https://www.linkedin.com/in/${stranger(6).publicIdentifier}`;
    const { result, parts } = await start({
      from: from('CLASSIC'),
      recipients: [{ profileUrl }],
      subject: 'A role',
      linkedIn: { classic: { inMail: true } },
    });
    expect(result).toMatchObject(started);
    expect(parts.slice(1)).toEqual([
      ['attendees_ids', stranger(6).providerId],
      ['text', 'Good morning'],
      ['subject', 'A role'],
      ['linkedin[api]', 'classic'],
      ['linkedin[inmail]', 'true'],
    ]);
  });

  it('with a company about a topic, under the id that it is written to by', async () => {
    const company = find(control.truth().contacts, ({ linkedIn }) => linkedIn?.isCompany === true);
    const { result, parts } = await start({
      from: from(),
      recipients: [{ profileUrl: `https://www.linkedin.com/company/${company.publicIdentifier}` }],
      linkedIn: { classic: { companyTopic: 'REQUEST_A_DEMO' } },
    });
    expect(result).toMatchObject(started);
    expect(parts).toContainEqual(['attendees_ids', company.messagingId]);
    expect(parts).toContainEqual(['linkedin[topic]', 'request_demo']);
  });

  it('with an applicant, and with somebody whose invitation is pending', async () => {
    for (const [part, contact, classic] of [
      ['applicant_id', stranger(13), { applicant: { id: stranger(13).linkedIn?.applicantId } }],
      ['invitation_id', stranger(12), { invitationId: stranger(12).linkedIn?.invitationId }],
    ] as const) {
      const { result, parts } = await start({
        from: from(),
        recipients: [{ providerId: contact.providerId }],
        linkedIn: { classic },
      });
      expect(result).toMatchObject(started);
      expect(parts.at(-1)?.[0]).toBe(`linkedin[${part}]`);
    }
  });

  it('from Recruiter with all that it has, under the id that the person has there', async () => {
    const candidate = stranger(7);
    const cv = Buffer.from('%PDF-1.4');
    const { result, parts } = await start(
      {
        from: from('RECRUITER'),
        recipients: [{ providerId: candidate.providerId }],
        subject: 'A role',
        linkedIn: {
          recruiter: {
            signature: 'Nora',
            visibility: 'PROJECT',
            sendAs: 'EMAIL',
            emailAddress: 'ada@example.com',
            hiringProjectId: '77',
            jobPostingId: '88',
            followUp: {
              subject: 'Again',
              text: 'Have you seen this?',
              afterDays: 5,
              timeZone: 'Europe/Copenhagen',
              attachments: [{ file: null }],
            },
          },
        },
      },
      [
        {
          at: 'input.linkedIn.recruiter.followUp.attachments.0.file',
          name: 'role.pdf',
          type: 'application/pdf',
          content: cv,
        },
      ],
    );
    expect(result).toMatchObject(started);
    expect(parts).toEqual([
      ['account_id', account.id],
      ['attendees_ids', candidate.linkedIn?.ids.recruiter],
      ['text', 'Good morning'],
      ['subject', 'A role'],
      ['linkedin[api]', 'recruiter'],
      ['linkedin[signature]', 'Nora'],
      ['linkedin[hiring_project_id]', '77'],
      ['linkedin[job_posting_id]', '88'],
      ['linkedin[email_address]', 'ada@example.com'],
      ['linkedin[visibility]', 'PROJECT'],
      ['linkedin[follow_up][subject]', 'Again'],
      ['linkedin[follow_up][text]', 'Have you seen this?'],
      ['linkedin[follow_up][scheduled_time][days]', '5'],
      ['linkedin[follow_up][scheduled_time][timezone]', 'Europe/Copenhagen'],
      ['linkedin[follow_up][attachments]', sha256(cv)],
    ]);
  });

  it('from Sales Navigator', async () => {
    const { result, parts } = await start({
      from: from('SALES_NAVIGATOR'),
      recipients: [{ providerId: stranger(8).providerId }],
    });
    expect(result).toMatchObject(started);
    expect(parts).toContainEqual(['attendees_ids', stranger(8).linkedIn?.ids.sales_navigator]);
    expect(parts).toContainEqual(['linkedin[api]', 'sales_navigator']);
  });

  it('with a word about why, where the network says no', async () => {
    const said = async (input: object) => (await start(input)).result;
    const recipients = (place: number) => [{ providerId: stranger(place).providerId }];
    expect(await said({ from: from(), recipients: recipients(9) })).toMatchObject({
      code: 'RECIPIENT_UNREACHABLE',
      providerType: 'errors/no_connection_with_recipient',
      providerStatus: 422,
    });
    const linkedIn = { classic: { inMail: true } };
    expect(await said({ from: from(), recipients: recipients(10), linkedIn })).toMatchObject({
      code: 'RECIPIENT_UNREACHABLE',
      providerType: 'errors/not_allowed_inmail',
    });
    expect(await said({ from: from(), recipients: recipients(11), linkedIn })).toMatchObject({
      providerType: 'errors/blocked_recipient',
    });
  });

  it('not at all where v1 cannot say what was asked, or the product is another', async () => {
    const recipients = [{ providerId: stranger(7).providerId }];
    for (const [input, code] of [
      [{ from: from('RECRUITER'), linkedIn: { recruiter: { intent: 'HIRE_FOR_CLIENT' } } }, 'NOT_SUPPORTED'],
      [{ from: from('RECRUITER'), linkedIn: { recruiter: { channel: 'REFERRAL' } } }, 'NOT_SUPPORTED'],
      [{ from: from('CLASSIC'), linkedIn: { recruiter: { signature: 'Nora' } } }, 'INVALID_INPUT'],
      [{ from: from('RECRUITER'), linkedIn: { classic: { inMail: true } } }, 'INVALID_INPUT'],
    ] as const) {
      control.clearRequests();
      const refused = await mutate(
        gateway.graphql,
        'startChat',
        { recipients, text: 'Hi', ...input },
        '__typename',
      );
      expect(refused).toMatchObject({ code });
      expect(writes()).toEqual([]);
    }
  });
});

describe('a chat elsewhere starts', () => {
  it('with a number on WhatsApp, and as a group with a title', async () => {
    const account = accountOn(control.truth(), 'WHATSAPP');
    const one = await theWriteOf(() =>
      mutate(
        gateway.graphql,
        'startChat',
        {
          from: { accountId: ids.account(account) },
          recipients: [{ phoneNumber: '+15550122222' }],
          text: 'Hello',
        },
        '__typename',
      ),
    );
    expect(partsOf(one.request)).toContainEqual(['attendees_ids', '15550122222@s.whatsapp.net']);
    const { result, request } = await theWriteOf(() =>
      mutate<{ chat: object }>(
        gateway.graphql,
        'startChat',
        {
          from: { accountId: ids.account(account) },
          recipients: [{ phoneNumber: '+15550122222' }, { providerId: '15550133333@s.whatsapp.net' }],
          title: 'Lake weekend 2',
          text: 'Who brings the boat?',
        },
        'chat { title kind }',
      ),
    );
    expect(partsOf(request)).toContainEqual(['title', 'Lake weekend 2']);
    expect(result.chat).toEqual({ title: 'Lake weekend 2', kind: 'GROUP' });
  });

  it('on Instagram under the id that chats start with there', async () => {
    const account = accountOn(control.truth(), 'INSTAGRAM');
    const stranger = control
      .truth()
      .contacts.filter(({ network }) => network === 'INSTAGRAM')
      .at(-1);
    const { result, request } = await theWriteOf(() =>
      mutate(
        gateway.graphql,
        'startChat',
        {
          from: { accountId: ids.account(account) },
          recipients: [{ profileUrl: `https://www.instagram.com/${stranger?.publicIdentifier}/` }],
          text: 'Lovely prints',
        },
        '__typename',
      ),
    );
    expect(result.__typename).toBe('StartChatPayload');
    expect(partsOf(request)).toContainEqual(['attendees_ids', stranger?.messagingId]);
  });
});

it('what an account can do in no chat is refused without a call, also where nothing is known of the chat', async () => {
  const { account_id } = find(control.truth().chats, () => true);
  const input = { chatId: ids.chat({ account_id, id: 'never read' }) };
  const { data, extensions } = await askMutation(gateway.graphql, 'setTyping', input, '__typename');
  expect(data?.result).toMatchObject({ code: 'NOT_SUPPORTED', field: ['chatId'] });
  expect(extensions?.upstream?.calls).toBe(0);
});
