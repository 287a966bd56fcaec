import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Capability } from '../../../src/messaging/capabilities.ts';
import type { AccountPort } from '../../../src/messaging/provider.ts';
import { Secret } from '../../../src/messaging/secret.ts';
import { settings as settingsOf } from '../../../src/providers/linked-api/settings.ts';
import { failing } from '../support.ts';
import { forms, walk, world } from './world.ts';

const secret = z.string().transform((text) => new Secret(text));

describe.each(forms)('the account through the form of %s', (form) => {
  const {
    provider,
    account,
    port,
    call,
    control,
    restart,
    identificationTokens,
    cast,
    poll,
    notes,
    kit,
    routes,
    settings,
  } = world(form);

  it('is one, whose name the present form tells', async () => {
    expect(account()).toMatchObject({
      connectionId: 'founder',
      provider: 'LINKED_API',
      network: 'LINKEDIN',
      status: 'CONNECTED',
      providerId: null,
      name: form === 'workflows' ? 'Robin Lindgren' : 'LinkedIn',
    });
    expect(await port().owner(call())).toMatchObject({
      isSelf: true,
      attendeeId: account().ownerId,
      profileUrl: form === 'workflows' ? 'https://www.linkedin.com/in/robin-lindgren' : null,
    });
    expect(port().pollEveryMs).toBe(30_000);
  });

  it('gives no token away', async () => {
    await poll();
    const main = settings().linkedApiToken.reveal();
    const own = settings().identificationToken.reveal();
    const told = [
      JSON.stringify(account()),
      [...notes().kept].join(),
      JSON.stringify(kit().warnings),
      inspect(provider(), { depth: 12 }),
    ];
    for (const text of told) {
      expect(text).not.toContain(main);
      expect(text).not.toContain(own);
    }
  });

  it('stays the same with a token that was made anew, and becomes another with another owner', async () => {
    const before = account();
    const anew = 'id_made_anew';
    const [first] = control().truth().accounts;
    if (first === undefined) throw new Error('There is no account.');
    first.identificationToken = anew;
    await restart({ identificationToken: new Secret(anew) });
    expect(account()).toEqual(before);
    await restart({ identificationToken: new Secret(identificationTokens()[1] ?? '') });
    // The seed's form cannot tell whose token it is.
    expect(account().accountId === before.accountId).toBe(form === 'conversations');
  });

  it('is listed as it stands where the vendor refuses it, and not at all where it refuses the connection', async () => {
    if (form === 'conversations') return;
    control().accountState({ state: 'noSeat' });
    expect(await provider().listAccounts(call())).toMatchObject([
      { status: 'PAUSED', name: 'Robin Lindgren' },
    ]);
    control().accountState({ state: 'active' });
    await restart({ identificationToken: new Secret('id_wrong') });
    expect(account().status).toBe('ERROR');
    expect((await failing(restart({ linkedApiToken: new Secret('wrong') }))).code).toBe('NOT_ALLOWED');
  });

  it('sends the headers of its form', async () => {
    await poll();
    const [{ headers = {} } = {}] = control().requests();
    const main = form === 'workflows' ? 'linked-api-token' : 'account-api-token';
    expect(
      Object.keys(headers)
        .filter((name) => name.endsWith('-token'))
        .sort(),
    ).toEqual([main, 'identification-token'].sort());
    expect(headers['content-type']).toBe('application/json');
    await restart({ tokenHeader: 'linked-api-token' });
    await poll();
    expect(control().requests()[0]?.headers).toHaveProperty('linked-api-token');
  });

  it('says of everything else that it cannot, with a reason and without a method', async () => {
    const [chat] = await walk(port().chats({}), 1, call());
    if (chat === undefined) throw new Error('There is no chat.');
    const own = port().chatCapabilities(chat);
    const methods: Partial<Record<keyof typeof own, keyof AccountPort>> = {
      forward: 'forward',
      react: 'addReaction',
      edit: 'editMessage',
      deleteMessage: 'deleteMessage',
      typing: 'setTyping',
      markRead: 'setRead',
      archive: 'setArchived',
      pin: 'setPinned',
      mute: 'setMuted',
      rename: 'rename',
      changeAttendees: 'addAttendee',
      deleteChat: 'deleteChat',
    };
    for (const [name, method] of Object.entries(methods) as [keyof typeof own, keyof AccountPort][]) {
      expect([name, own[name].support, port()[method]]).toEqual([name, 'UNSUPPORTED', undefined]);
    }
    for (const method of [
      'allMessages',
      'attachmentBytes',
      'attendeePicture',
      'inMailCredits',
      'messagesFrom',
    ] as const) {
      expect(port()[method]).toBeUndefined();
    }
    const { startChat, startGroup, inMail, pushEvents, synchronize, listAllMessages } =
      port().accountCapabilities();
    expect([startChat, synchronize].map(({ support }) => support)).toEqual(['FULL', 'FULL']);
    expect([startGroup, inMail, listAllMessages].map(({ support }) => support)).toEqual(
      Array(3).fill('UNSUPPORTED'),
    );
    expect(pushEvents.support).toBe('PARTIAL');
    expect(own.send).toMatchObject({ support: 'FULL', maxTextLength: 1900 });
    const inboxes = await port().inboxes(call());
    const all: Capability[] = [
      ...Object.values(own),
      ...Object.values(port().accountCapabilities()),
      ...inboxes.flatMap((inbox) => Object.values(port().inboxCapabilities(inbox))),
    ];
    for (const { support, reason } of all) expect(support === 'FULL' || Boolean(reason)).toBe(true);
    expect(routes()).toEqual([]);
  });

  it('needs a subject in Sales Navigator only', async () => {
    await restart({ salesNavigatorPeople: cast().synchronised.slice(1, 2) });
    const [classic, salesNavigator] = (await port().inboxes(call())).map(
      (inbox) => port().inboxCapabilities(inbox).startChat,
    );
    expect([classic?.needsSubject, salesNavigator?.needsSubject, salesNavigator?.maxSubjectLength]).toEqual([
      false,
      true,
      80,
    ]);
  });
});

describe('the settings', () => {
  const minimal = { id: 'founder', provider: 'linked-api', linkedApiToken: 'a', identificationToken: 'b' };

  it('need tokens and little else', () => {
    expect(settingsOf(secret).parse(minimal)).toMatchObject({
      baseUrl: 'https://api.linkedapi.io',
      form: 'workflows',
      people: [],
      pollSeconds: 30,
      resyncDays: 25,
    });
  });

  it.each([
    ['people', ['https://example.com/in/ada']],
    ['salesNavigatorPeople', ['ada']],
    ['form', 'guess'],
    ['pollSeconds', 1],
    ['resyncDays', 91],
    ['tokenHeader', 'two words'],
    ['baseUrl', 'ftp://api.linkedapi.io'],
    ['apiKey', 'x'],
  ])('refuse a wrong %s', (name, value) => {
    const result = settingsOf(secret).safeParse({ ...minimal, [name]: value });
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).toContain(name);
  });
});
