import { describe, expect, it } from 'vitest';
import type { Chat } from '../../../src/messaging/chat.ts';
import type { OutgoingAttachment, StartRequest } from '../../../src/messaging/send.ts';
import { failing } from '../support.ts';
import { created, firstMessage, forms, textsOf, walk, world } from './world.ts';

const plain = { attachments: [], replyTo: null };
const picture: OutgoingAttachment = {
  path: '/nowhere',
  filename: 'picture.png',
  mimeType: 'image/png',
  sizeBytes: 1,
  sha256: '00',
  mode: 'NATIVE',
  voiceNote: false,
};

describe.each(forms)('sending through the form of %s', (form) => {
  const {
    poll,
    events,
    port,
    call,
    cast,
    chatOf,
    control,
    routes,
    settled,
    restart,
    truth,
    now,
    advance,
    account,
  } = world(form);
  const sendRoute = form === 'workflows' ? 'POST /workflows' : 'POST /account/conversations.sendMessage';
  const checkRoute = form === 'workflows' ? 'GET /workflows/{id}' : 'GET /account/results/{hash}';
  const sends = () => routes().filter((route) => route === sendRoute).length;
  const ada = () => cast().synchronised[0] ?? '';
  const chat = async (url = ada()): Promise<Chat> => {
    const found = await port().chat(chatOf(url), call());
    if (found === null) throw new Error('There is no such chat.');
    return found;
  };
  const say = async (text: string | null, url = ada()) =>
    port().send(await chat(url), { ...plain, text }, call());
  const saidTo = (url: string, text: string, channel = 'st') =>
    truth(url, channel).messages.filter((message) => message.text === text).length;
  const start = (more: Partial<StartRequest>) =>
    port().startChat?.({ ...firstMessage, recipientIds: [cast().notSynchronised], ...more }, call()) ??
    Promise.reject(new Error('it cannot'));

  it('sends once, names no id, and finds the message again by polling', async () => {
    await settled();
    expect(await say('Good morning')).toEqual({ messageIds: [] });
    expect(saidTo(ada(), 'Good morning')).toBe(1);
    const [echo] = created(await events());
    expect(echo?.message).toMatchObject({ text: 'Good morning', direction: 'OUTBOUND', senderId: 'owner' });
    const [last] = await walk(port().messages(chatOf(ada()), {}), 5, call());
    expect(last?.messageId).toBe(echo?.messageId);
  });

  it('shows at once what was sent, although the conversation was just read', async () => {
    await walk(port().messages(chatOf(ada()), {}), 5, call());
    await say('And one more thing');
    const [last] = await walk(port().messages(chatOf(ada()), {}), 5, call());
    expect(last?.text).toBe('And one more thing');
  });

  it.each([
    ['the answer is lost', { route: '*', reset: 'before-headers' as const, afterWork: true }],
    ['the answer cannot be read', { route: '*', spoil: 'html' as const }],
    ['the vendor breaks down', { route: '*', status: 502, afterWork: true }],
  ])('says that nobody knows where %s, sends once, and finds the message by polling', async (_, fault) => {
    await settled();
    const target = await chat();
    control().clearRequests();
    control().fault(fault);
    const unknown = await failing(port().send(target, { ...plain, text: 'Did it arrive?' }, call()));
    expect(unknown).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false });
    expect(sends()).toBe(1);
    expect(textsOf(await settled())).toEqual(['Did it arrive?']);
    expect(saidTo(ada(), 'Did it arrive?')).toBe(1);
  });

  it('waits on where the job cannot be looked at for a while', async () => {
    await settled();
    control().fault({ route: checkRoute, status: 503, times: 2 });
    expect(await say('Patience')).toEqual({ messageIds: [] });
    expect(saidTo(ada(), 'Patience')).toBe(1);
  });

  it('says that nobody knows where it is still in the queue when the time is over', async () => {
    await settled();
    const target = await chat();
    control().switches({ stuckJobs: true });
    const sending = port().send(target, { ...plain, text: 'Later' }, call({ deadline: now() + 1_200 }));
    const unknown = await failing(sending);
    expect(unknown).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false });
    // It may end with a refusal, of which nobody would hear.
    expect(unknown.detail).toContain('Whether it will is not known');
    expect(saidTo(ada(), 'Later')).toBe(0);
  });

  it.each([
    ['messagingNotAllowed', 'RECIPIENT_UNREACHABLE', () => cast().unreachable],
    ['personNotFound', 'NOT_FOUND', () => cast().nobody],
  ])('says %s as %s', async (type, code, whom) => {
    const refused = await failing(start({ recipientIds: [whom()] }));
    expect(refused).toMatchObject({ code, providerType: type, retryable: false });
    expect(await port().chat(chatOf(whom()), call())).toBeNull();
  });

  it('says what the account lacks', async () => {
    const target = await chat();
    control().accountState({ state: 'signedOut' });
    const send = (text: string) => failing(port().send(target, { ...plain, text }, call()));
    expect(await send('Hello')).toMatchObject({
      code: 'ACCOUNT_DISCONNECTED',
      providerType: 'linkedinAccountSignedOut',
      account: { connectionId: 'founder', accountId: account().accountId },
    });
    control().accountState({ state: 'noSeat' });
    expect((await send('Hello')).code).toBe('SUBSCRIPTION_REQUIRED');
    expect(saidTo(ada(), 'Hello')).toBe(0);
  });

  it('says a used up limit wherever the vendor says it, and nothing was sent', async () => {
    const target = await chat();
    const places =
      form === 'workflows' ? (['start', 'action', 'failure'] as const) : (['action', 'failure'] as const);
    for (const limitExceeded of places) {
      control().switches({ limitExceeded });
      const refused = await failing(port().send(target, { ...plain, text: 'Too much' }, call()));
      expect(refused).toMatchObject({ code: 'RATE_LIMITED', retryable: true, providerType: 'limitExceeded' });
      advance(60_000);
    }
    expect(saidTo(ada(), 'Too much')).toBe(0);
  });

  it.each([
    ['silent failures', { silentFailures: true }, 'PROVIDER_REJECTED'],
    ['ends that nobody knows', { unknownStatus: true }, 'OUTCOME_UNKNOWN'],
  ])('does not take %s for success', async (_, switches, code) => {
    if (form === 'conversations' && code === 'OUTCOME_UNKNOWN') return;
    const target = await chat();
    control().switches(switches);
    expect((await failing(port().send(target, { ...plain, text: 'Well?' }, call()))).code).toBe(code);
  });

  it('starts a chat, follows it, and takes what comes of it for news', async () => {
    await poll();
    const url = cast().notSynchronised;
    const older = truth(url).messages.length;
    const { chatId, messageIds } = await start({});
    expect([chatId, messageIds]).toEqual([chatOf(url), []]);
    control().inbound({ personUrl: url, text: 'Likewise!', at: Date.now() + 2_000 });
    const told = await settled();
    expect(textsOf(told)).toEqual(['Nice to meet you.', 'Likewise!']);
    const read = await walk(port().messages(chatId ?? '', {}), 50, call());
    expect(read.length).toBe(older + 2);
    expect((await start({ text: 'Again' })).chatId).toBe(chatId);
  });

  it('follows whom it may have written to, so that it is seen', async () => {
    await poll();
    control().fault({ route: '*', reset: 'before-headers', afterWork: true });
    expect((await failing(start({}))).code).toBe('OUTCOME_UNKNOWN');
    expect(textsOf(await settled())).toEqual(['Nice to meet you.']);
    expect(saidTo(cast().notSynchronised, 'Nice to meet you.')).toBe(1);
  });

  it('starts a chat in Sales Navigator, with its subject', async () => {
    const url = cast().synchronised[5] ?? '';
    await restart({ salesNavigatorPeople: [] });
    const { chatId } = await start({ inboxId: 'SALES_NAVIGATOR', recipientIds: [url], subject: 'A word' });
    expect(chatId).toBe(chatOf(url, 'nv'));
    const [request] = control()
      .requests()
      .filter(({ route }) => route === sendRoute);
    expect(JSON.stringify(request?.body)).toContain('A word');
    expect(saidTo(url, 'Nice to meet you.', 'nv')).toBe(1);
  });

  it('refuses what cannot be done before anything goes out', async () => {
    const target = await chat();
    const reply = { ...account(), chatId: target.chatId, messageId: 'x' };
    const classic = { inMail: false, companyTopic: null, applicant: null, invitationId: null };
    const refusals: [() => Promise<unknown>, string, string][] = [
      [
        () => port().send(target, { text: null, attachments: [], replyTo: null }, call()),
        'INVALID_INPUT',
        'text',
      ],
      [() => port().send(target, { ...plain, text: '  ' }, call()), 'INVALID_INPUT', 'text'],
      [() => port().send(target, { ...plain, text: 'x'.repeat(1901) }, call()), 'INVALID_INPUT', 'text'],
      [
        () => port().send(target, { ...plain, text: 'x', attachments: [picture] }, call()),
        'NOT_SUPPORTED',
        'attachments',
      ],
      [
        () => port().send(target, { ...plain, text: 'x', replyTo: reply }, call()),
        'NOT_SUPPORTED',
        'replyToMessageId',
      ],
      [() => start({ recipientIds: ['https://example.com/in/x'] }), 'INVALID_INPUT', 'recipients'],
      [() => start({ recipientIds: ['owner'] }), 'INVALID_INPUT', 'recipients'],
      [() => start({ recipientIds: cast().synchronised.slice(0, 2) }), 'NOT_SUPPORTED', 'recipients'],
      [() => start({ inboxId: 'RECRUITER' }), 'NOT_SUPPORTED', 'from'],
      [() => start({ text: null }), 'INVALID_INPUT', 'text'],
      [() => start({ subject: 'A word' }), 'NOT_SUPPORTED', 'subject'],
      [() => start({ inboxId: 'SALES_NAVIGATOR' }), 'INVALID_INPUT', 'subject'],
      [() => start({ inboxId: 'SALES_NAVIGATOR', subject: 'x'.repeat(81) }), 'INVALID_INPUT', 'subject'],
      [() => start({ attachments: [picture] }), 'NOT_SUPPORTED', 'attachments'],
      [() => start({ classic: { ...classic, inMail: true } }), 'NOT_SUPPORTED', 'linkedIn'],
      [() => start({ classic: { ...classic, invitationId: '1' } }), 'NOT_SUPPORTED', 'linkedIn'],
    ];
    for (const [refused, code, field] of refusals) {
      const { code: found, field: path = [] } = await failing(refused);
      expect([found, path[0]]).toEqual([code, field]);
    }
    expect(routes()).toEqual([]);
  });

  it('sends to no chat that is not there', async () => {
    const target = { ...(await chat()), chatId: 'st:somebody-else' };
    expect((await failing(port().send(target, { ...plain, text: 'Hi' }, call()))).code).toBe('NOT_FOUND');
  });
});
