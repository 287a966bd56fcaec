import { describe, expect, it } from 'vitest';
import { networks } from '../../../src/messaging/account.ts';
import { caller, failing, whole } from '../support.ts';
import { everything, one, world } from './world.ts';

const at = world();

describe('accounts', () => {
  it('are listed with their network, status and owner', async () => {
    const accounts = await at.provider().listAccounts(caller().call);
    const truth = at.control().truth().accounts;
    expect(accounts.map(({ accountId }) => accountId).sort()).toEqual(truth.map(({ id }) => id).sort());
    for (const account of accounts) {
      expect(account).toMatchObject({ connectionId: 'sales', provider: 'UNIPILE_V1', status: 'CONNECTED' });
      expect(networks).toContain(account.network);
      expect(account.ownerId).not.toBeNull();
    }
  });

  it.each([
    ['CREDENTIALS', 'NEEDS_RECONNECT'],
    ['PERMISSIONS', 'NEEDS_RECONNECT'],
    ['STOPPED', 'ERROR'],
    ['ERROR', 'ERROR'],
    ['CONNECTING', 'CONNECTING'],
  ])('with a source that is %s are %s', async (status, expected) => {
    at.control().accountStatus({ accountId: at.account('LINKEDIN').accountId, status });
    const accounts = await at.provider().listAccounts(caller().call);
    expect(one(accounts, ({ network }) => network === 'LINKEDIN').status).toBe(expected);
  });

  it('are read over several pages, and mail accounts are none', async () => {
    const rewrite = (answer: unknown) => ({
      ...(answer as object),
      items: [
        {
          object: 'Account',
          id: 'mail',
          name: 'x',
          type: 'GOOGLE_OAUTH',
          sources: [{ id: 'mail_MAILS', status: 'OK' }],
        },
        {
          object: 'Account',
          id: 'half',
          name: 'x',
          type: 'LINKEDIN',
          sources: [
            { id: 'half_MESSAGING', status: 'OK' },
            { id: 'half_MESSAGING_RECRUITER', status: 'CREDENTIALS' },
          ],
        },
      ],
      cursor: 'bmV4dA==',
    });
    at.control().fault({ route: 'GET /accounts', rewrite });
    at.control().fault({
      route: 'GET /accounts',
      rewrite: (answer) => ({ ...(answer as object) }),
      contains: 'cursor',
    });
    const asked = at.provider().listAccounts(caller().call);
    expect(await failing(asked)).toMatchObject({ code: 'INVALID_INPUT' });
    at.control().clearFaults();
    at.control().fault({
      route: 'GET /accounts',
      rewrite: (answer) => ({ ...(rewrite(answer) as object), cursor: null }),
    });
    const accounts = await at.provider().listAccounts(caller().call);
    expect(accounts).toMatchObject([{ accountId: 'half', status: 'DEGRADED' }]);
  });
});

describe('inboxes', () => {
  it('of LinkedIn follow its products and Company Pages, without a call', async () => {
    const inboxes = await at.port('LINKEDIN').inboxes(caller().call);
    expect(inboxes.map(({ product }) => product)).toEqual([
      'LINKEDIN_CLASSIC',
      'LINKEDIN_SALES_NAVIGATOR',
      'LINKEDIN_RECRUITER',
      'LINKEDIN_COMPANY_PAGE',
      'LINKEDIN_COMPANY_PAGE',
    ]);
    expect(at.routes()).toEqual([]);
  });

  it('are read from the account where its record does not tell them', async () => {
    const port = at.provider().open({ ...at.account('LINKEDIN'), details: null });
    expect(await port.inboxes(caller().call)).toHaveLength(5);
    expect(at.routes()).toEqual(['GET /accounts/{account_id}']);
  });

  it('of other networks are one', async () => {
    expect(await at.port('WHATSAPP').inboxes(caller().call)).toMatchObject([
      { inboxId: 'MESSAGING', isPrimary: true },
    ]);
  });

  it('hold the chats whose folder and mailbox say so', async () => {
    const inboxes = await at.port('LINKEDIN').inboxes(caller().call);
    const chats = await everything(at.port('LINKEDIN').chats({}));
    const truth = new Map(
      at
        .control()
        .truth()
        .chats.map((chat) => [chat.id, chat]),
    );
    for (const chat of chats) {
      const inbox = one(inboxes, ({ inboxId }) => inboxId === chat.inboxId);
      const { mailbox_id, folder } = truth.get(chat.chatId) ?? {};
      if (mailbox_id !== undefined) expect(inbox.providerId).toBe(mailbox_id);
      else expect(folder).toContain(`INBOX_${inbox.product}`);
    }
    expect(new Set(chats.map(({ inboxId }) => inboxId)).size).toBe(5);
  });
});

describe('chats', () => {
  it('of an account come whole, newest first, page by page', async () => {
    const { accountId } = at.account('WHATSAPP');
    const chats = await everything(at.port('WHATSAPP').chats({}), 7);
    const truth = at
      .control()
      .truth()
      .chats.filter(({ account_id }) => account_id === accountId);
    expect(new Set(chats.map(({ chatId }) => chatId))).toEqual(new Set(truth.map(({ id }) => id)));
    expect(chats.map(({ lastActivityAt }) => lastActivityAt)).toEqual(
      chats
        .map(({ lastActivityAt }) => lastActivityAt)
        .sort()
        .reverse(),
    );
    const [, second] = at.control().requests();
    expect(Object.keys(second?.query ?? {}).sort()).toEqual(['cursor', 'limit']);
  });

  it('of all accounts come from one list', async () => {
    const chats = await at.provider().chats?.(at.accountIds(), {}).fetch(null, 250, caller().call);
    expect(chats?.items).toHaveLength(250);
    expect(at.routes()).toEqual(['GET /chats']);
  });

  it('of accounts that were not asked about are dropped', async () => {
    const { accountId } = at.account('TELEGRAM');
    at.control().fault({
      route: 'GET /chats',
      rewrite: (answer) => ({ ...(answer as object), items: at.control().truth().chats }),
    });
    const page = await at.provider().chats?.([accountId], {}).fetch(null, 250, caller().call);
    expect(new Set(page?.items.map((chat) => chat.accountId))).toEqual(new Set([accountId]));
  });

  it('are narrowed by what Unipile can filter', async () => {
    const unread = await everything(at.port('LINKEDIN').chats({ unread: true }));
    expect(unread.length).toBeGreaterThan(0);
    expect(unread.every(({ isUnread }) => isUnread)).toBe(true);
    const all = await everything(at.port('LINKEDIN').chats({}));
    const middle = all[Math.floor(all.length / 2)]?.lastActivityAt ?? '';
    const older = await everything(at.port('LINKEDIN').chats({ activeBefore: middle }));
    expect(older.map(({ chatId }) => chatId)).toEqual(
      all.filter(({ lastActivityAt }) => (lastActivityAt ?? '') < middle).map(({ chatId }) => chatId),
    );
  });

  it('can be entered by time, within the filter', async () => {
    const source = at.port('LINKEDIN').chats({});
    const all = await everything(source);
    const middle = all[20]?.lastActivityAt ?? '';
    const position = source.positionBefore?.(middle) ?? null;
    const page = await source.fetch(position, 5, caller().call);
    expect(page.items[0]?.chatId).toBe(
      one(all, ({ lastActivityAt }) => (lastActivityAt ?? '') < middle).chatId,
    );
    const narrow = at.port('LINKEDIN').chats({ activeBefore: all[40]?.lastActivityAt ?? '' });
    const [first] = (await narrow.fetch(position, 1, caller().call)).items;
    expect((first?.lastActivityAt ?? '') < (all[40]?.lastActivityAt ?? '')).toBe(true);
  });

  it('have their state', async () => {
    const chats = await everything(
      at.provider().chats?.(at.accountIds(), {}) ?? at.port('LINKEDIN').chats({}),
    );
    for (const wire of at.control().truth().chats) {
      const chat = one(chats, ({ chatId }) => chatId === wire.id);
      expect(chat).toMatchObject({
        accountId: wire.account_id,
        providerId: wire.id,
        kind: ['DIRECT', 'GROUP', 'CHANNEL'][wire.type],
        title: wire.name,
        unreadCount: wire.unread_count,
        isArchived: wire.archived === 1,
        isPinned: wire.pinned === 1,
        isReadOnly: wire.read_only > 0,
        subject: wire.subject ?? null,
        lastActivityAt: wire.timestamp,
        counterpartId: wire.attendee_provider_id ?? null,
        content:
          { inmail: 'INMAIL', sponsored: 'SPONSORED', linkedin_offer: 'OFFER' }[wire.content_type ?? ''] ??
          'MESSAGE',
      });
      expect(chat.isMuted).toBe(
        wire.muted_until === -1 ||
          (typeof wire.muted_until === 'string' && Date.parse(wire.muted_until) > Date.now()),
      );
    }
  });

  it('one by one bring their last message', async () => {
    const { chatId } = await at.chat('WHATSAPP');
    const chat = await at.port('WHATSAPP').chat(chatId, caller().call);
    expect(chat?.lastMessage?.chatId).toBe(chatId);
  });

  it('that are not there, or another account’s, are null', async () => {
    const { chatId } = await at.chat('WHATSAPP');
    expect(await at.port('LINKEDIN').chat(chatId, caller().call)).toBeNull();
    for (const id of ['nothing', '..', '../accounts', '?x=', '%2e%2e', 'a\r\nb']) {
      expect(await at.port('LINKEDIN').chat(id, caller().call)).toBeNull();
    }
    expect(new Set(at.routes())).toEqual(new Set(['GET /chats/{chat_id}']));
  });
});

describe('messages', () => {
  it('of a chat come whole, newest first', async () => {
    const lengths = new Map<string, number>();
    for (const { chat_id } of at.control().truth().messages)
      lengths.set(chat_id, (lengths.get(chat_id) ?? 0) + 1);
    const [longest] = one([...lengths].sort(([, some], [, others]) => others - some));
    const chat = one(at.control().truth().chats, ({ id }) => id === longest);
    const accounts = await at.provider().listAccounts(caller().call);
    const port = at.provider().open(one(accounts, ({ accountId }) => accountId === chat.account_id));
    const messages = await everything(port.messages(longest, {}));
    expect(messages.length).toBeGreaterThan(1900);
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(messages.length);
    expect(messages.map(({ sentAt }) => sentAt)).toEqual(
      messages
        .map(({ sentAt }) => sentAt)
        .sort()
        .reverse(),
    );
  });

  it('of another account’s chat are none, whatever its id', async () => {
    const { chatId } = await at.chat('WHATSAPP');
    const page = await at.port('LINKEDIN').messages(chatId, {}).fetch(null, 10, caller().call);
    expect(page).toEqual({ items: [], next: null });
  });

  it('carry what was said', async () => {
    const messages = await everything(
      at.provider().messages?.(at.accountIds(), {}) ??
        at.port('LINKEDIN').allMessages?.({}) ??
        at.port('LINKEDIN').messages('', {}),
    );
    for (const wire of at
      .control()
      .truth()
      .messages.filter((_, index) => index % 7 === 0)) {
      const message = messages.find(({ messageId }) => messageId === wire.id);
      if (message === undefined) continue;
      expect(message).toMatchObject({
        text: wire.text,
        senderId: wire.sender_id,
        sentAt: wire.timestamp,
        direction: wire.is_sender === 1 ? 'OUTBOUND' : 'INBOUND',
        isDeleted: wire.deleted === 1,
        isEdited: wire.edited === 1,
        isHidden: wire.hidden === 1,
        isForwarded: wire.is_forwarded,
      });
      expect(message.attachments).toHaveLength(wire.attachments.length);
      expect(message.reactions.reduce((sum, { count }) => sum + count, 0)).toBe(wire.reactions.length);
      expect(message.systemEvent === null).toBe(wire.is_event === 0);
      expect(message.quoted?.messageId ?? undefined).toBe(wire.reply_to?.id);
      expect(message.readBy).toHaveLength(Object.keys(wire.seen_by).length);
    }
    const kinds = new Set(messages.flatMap(({ attachments }) => attachments.map(({ type }) => type)));
    expect(kinds.size).toBeGreaterThan(3);
    expect(new Set(messages.map(({ delivery }) => delivery))).toEqual(new Set(['DELIVERED', 'READ']));
  });

  it('of an account, of the whole key, of a sender, within times', async () => {
    const { accountId } = at.account('TELEGRAM');
    const all = (await at.port('TELEGRAM').allMessages?.({}).fetch(null, 50, caller().call))?.items ?? [];
    expect(new Set(all.map((message) => message.accountId))).toEqual(new Set([accountId]));
    const some = await at
      .provider()
      .messages?.([accountId, at.account('SLACK').accountId], {})
      .fetch(null, 250, caller().call);
    expect(
      some?.items.every((message) => [accountId, at.account('SLACK').accountId].includes(message.accountId)),
    ).toBe(true);
    const senderId = one(all).senderId ?? '';
    const theirs = await at.port('TELEGRAM').allMessages?.({ senderId }).fetch(null, 50, caller().call);
    expect(new Set(theirs?.items.map((message) => message.senderId))).toEqual(new Set([senderId]));
    const sentAfter = all[20]?.sentAt ?? '';
    const recent = await at.port('TELEGRAM').allMessages?.({ sentAfter }).fetch(null, 50, caller().call);
    expect(recent?.items.map(({ messageId }) => messageId)).toEqual(
      expect.arrayContaining(all.slice(0, 20).map(({ messageId }) => messageId)),
    );
    expect(recent?.items.every(({ sentAt }) => sentAt >= sentAfter)).toBe(true);
    const nobody = at.port('TELEGRAM').allMessages?.({ senderId: 'nobody' });
    expect(await nobody?.fetch(null, 50, caller().call)).toEqual({ items: [], next: null });
  });

  it('one by one, and only in their chat', async () => {
    const chat = await at.chat('WHATSAPP');
    const [message] = (await at.port('WHATSAPP').messages(chat.chatId, {}).fetch(null, 1, caller().call))
      .items;
    const { messageId = '' } = message ?? {};
    expect(await at.port('WHATSAPP').message(chat.chatId, messageId, caller().call)).toEqual(message);
    expect(await at.port('WHATSAPP').message('another', messageId, caller().call)).toBeNull();
    expect(await at.port('LINKEDIN').message(chat.chatId, messageId, caller().call)).toBeNull();
    expect(await at.port('WHATSAPP').message(chat.chatId, 'nothing', caller().call)).toBeNull();
  });
});

describe('attendees', () => {
  it('of a chat come whole, the owner last', async () => {
    const chat = await at.chat('LINKEDIN', ({ kind }) => kind === 'GROUP');
    const attendees = await everything(at.port('LINKEDIN').attendeesOf(chat));
    expect(attendees.length).toBeGreaterThan(2);
    expect(attendees.map(({ isSelf }) => isSelf).indexOf(true)).toBe(attendees.length - 1);
  });

  it('of an account come page by page, with what LinkedIn tells', async () => {
    const source = at.port('LINKEDIN').attendees?.();
    const attendees = source ? await everything(source, 20) : [];
    const truth = at
      .control()
      .truth()
      .attendees.filter(({ account_id }) => account_id === at.account('LINKEDIN').accountId);
    expect(attendees).toHaveLength(truth.length);
    expect(new Set(attendees.map(({ networkDistance }) => networkDistance)).has('FIRST')).toBe(true);
    expect(attendees.some(({ headline }) => headline !== null)).toBe(true);
  });

  it('are found by the network’s id, and then known', async () => {
    const chat = await at.chat('INSTAGRAM');
    const id = chat.counterpartId ?? '';
    const attendee = await at.port('INSTAGRAM').attendee?.(id, caller().call);
    expect(attendee).toMatchObject({ attendeeId: id, providerId: id, isSelf: false });
    expect(await at.port('INSTAGRAM').attendee?.(id, caller().call)).toEqual(attendee);
    expect(at.routes()).toEqual(['GET /chat_attendees/{id}']);
    expect(await at.port('WHATSAPP').attendee?.(id, caller().call)).toBeNull();
  });

  it('have chats and messages', async () => {
    const chat = await at.chat('LINKEDIN');
    const id = chat.counterpartId ?? '';
    const chats = await at.port('LINKEDIN').chatsWith?.(id).fetch(null, 10, caller().call);
    expect(chats?.items.map(({ chatId }) => chatId)).toContain(chat.chatId);
    const messages = await at.port('LINKEDIN').messagesFrom?.(id).fetch(null, 10, caller().call);
    expect(messages?.items.length).toBeGreaterThan(0);
    expect(messages?.items.every(({ senderId }) => senderId === id)).toBe(true);
    const nobody = await at.port('LINKEDIN').chatsWith?.('nobody').fetch(null, 10, caller().call);
    expect(nobody).toEqual({ items: [], next: null });
  });

  it.each(['LINKEDIN', 'WHATSAPP', 'INSTAGRAM', 'TELEGRAM', 'MESSENGER', 'SLACK'] as const)(
    'include the owner of %s',
    async (network) => {
      const owner = await at.port(network).owner(caller().call);
      expect(owner).toMatchObject({ attendeeId: at.account(network).ownerId, isSelf: true });
      expect(owner?.name).not.toBe('');
    },
  );

  it('include the owner of an account that is signed out', async () => {
    at.control().accountStatus({ accountId: at.account('LINKEDIN').accountId, status: 'CREDENTIALS' });
    expect(await at.port('LINKEDIN').owner(caller().call)).toMatchObject({
      name: at.account('LINKEDIN').name,
    });
  });
});

describe('anybody on the network', () => {
  it('is found by the address of a profile', async () => {
    const contacts = at.control().truth().contacts;
    const person = one(
      contacts,
      ({ network, linkedIn }) => network === 'LINKEDIN' && linkedIn?.isCompany === false,
    );
    const profileUrl = `https://uk.linkedin.com/in/${person.publicIdentifier}/?trk=x`;
    expect(await at.port('LINKEDIN').findAttendee?.({ profileUrl }, caller().call)).toMatchObject({
      name: person.name,
      kind: 'PERSON',
    });
    const company = one(contacts, ({ linkedIn }) => linkedIn?.isCompany === true);
    const companyUrl = `https://www.linkedin.com/company/${company.publicIdentifier}`;
    expect(await at.port('LINKEDIN').findAttendee?.({ profileUrl: companyUrl }, caller().call)).toMatchObject(
      {
        name: company.name,
        kind: 'ORGANIZATION',
      },
    );
    const friend = one(contacts, ({ network }) => network === 'INSTAGRAM');
    const address = `https://www.instagram.com/${friend.publicIdentifier}/`;
    expect(await at.port('INSTAGRAM').findAttendee?.({ profileUrl: address }, caller().call)).toMatchObject({
      providerId: friend.providerId,
    });
  });

  it('can be asked for again by their id, and written to', async () => {
    const phoneNumber = '+15550112346';
    const found = await at.port('WHATSAPP').findAttendee?.({ phoneNumber }, caller().call);
    const { attendeeId = '' } = found ?? {};
    expect(await at.port('WHATSAPP').attendee?.(attendeeId, caller().call)).toEqual(found);
    await at.restart();
    expect(await at.port('WHATSAPP').attendee?.(attendeeId, caller().call)).toEqual(found);
    const company = one(at.control().truth().contacts, ({ linkedIn }) => linkedIn?.isCompany === true);
    expect(await at.port('LINKEDIN').attendee?.(company.providerId, caller().call)).toMatchObject({
      name: company.name,
    });
    expect(await at.port('SLACK').attendee?.('U0NOBODY', caller().call)).toBeNull();
  });

  it('is nobody where the address is of another network, or of nothing', async () => {
    for (const profileUrl of [
      'https://www.instagram.com/ada',
      'https://linkedin.com.evil.example/in/ada',
      'https://www.linkedin.com/jobs/1',
      'https://www.linkedin.com/in/nobody-of-that-name',
      'file:///etc/passwd',
      'nonsense',
    ]) {
      expect(await at.port('LINKEDIN').findAttendee?.({ profileUrl }, caller().call)).toBeNull();
    }
    expect(at.routes()).toEqual(['GET /users/{identifier}']);
  });

  it('is found by a phone number where the network has them', async () => {
    const phoneNumber = '+15550112345';
    expect(await at.port('WHATSAPP').findAttendee?.({ phoneNumber }, caller().call)).toMatchObject({
      providerId: '15550112345@s.whatsapp.net',
    });
    expect(
      await at.port('WHATSAPP').findAttendee?.({ phoneNumber: '+4915112345678' }, caller().call),
    ).toBeNull();
    expect(
      await failing(async () => at.port('LINKEDIN').findAttendee?.({ phoneNumber }, caller().call)),
    ).toMatchObject({
      code: 'NOT_SUPPORTED',
      field: ['phoneNumber'],
    });
  });
});

describe('bytes', () => {
  it('of an attachment, only where it is', async () => {
    const wire = one(at.control().truth().messages, ({ attachments }) =>
      attachments.some(({ type, unavailable }) => type === 'img' && unavailable === false),
    );
    const account = one(
      await at.provider().listAccounts(caller().call),
      ({ accountId }) => accountId === wire.account_id,
    );
    const port = at.provider().open(account);
    const attachmentId = String(one(wire.attachments, ({ type }) => type === 'img').id);
    const bytes = await port.attachmentBytes?.(wire.chat_id, wire.id, attachmentId, caller().call);
    expect(bytes?.mimeType).toMatch(/^image\//);
    expect(bytes && (await whole(bytes)).length).toBe(bytes?.sizeBytes);
    expect(await port.attachmentBytes?.('another', wire.id, attachmentId, caller().call)).toBeNull();
    expect(
      await port.attachmentBytes?.(wire.chat_id, wire.id, '../../../accounts', caller().call),
    ).toBeNull();
    const other = at.port(account.network === 'LINKEDIN' ? 'WHATSAPP' : 'LINKEDIN');
    at.forget();
    expect(await other.attachmentBytes?.(wire.chat_id, wire.id, attachmentId, caller().call)).toBeNull();
    expect(at.routes()).toEqual([]);
  });

  it('of an attachment that is gone are null', async () => {
    const wire = one(at.control().truth().messages, ({ attachments }) =>
      attachments.some(({ unavailable }) => unavailable === true),
    );
    const port = at
      .provider()
      .open(
        one(
          await at.provider().listAccounts(caller().call),
          ({ accountId }) => accountId === wire.account_id,
        ),
      );
    const { id } = one(wire.attachments, ({ unavailable }) => unavailable === true);
    expect(await port.attachmentBytes?.(wire.chat_id, wire.id, String(id), caller().call)).toBeNull();
  });

  it('of pictures', async () => {
    const truth = at.control().truth();
    const account = at.account('LINKEDIN');
    const shown = one(
      truth.attendees,
      ({ account_id, picture_url }) => account_id === account.accountId && picture_url !== undefined,
    );
    const picture = await at.port('LINKEDIN').attendeePicture?.(shown.provider_id, caller().call);
    expect(picture && (await whole(picture)).length).toBeGreaterThan(0);
    expect(await at.port('LINKEDIN').attendeePicture?.('nobody', caller().call)).toBeNull();
    const group = await at.chat('WHATSAPP', ({ kind }) => kind === 'GROUP');
    const ofGroup = await at.port('WHATSAPP').chatPicture?.(group.chatId, caller().call);
    if (ofGroup) expect(ofGroup.mimeType).toBe('image/png');
    expect(await at.port('LINKEDIN').chatPicture?.(group.chatId, caller().call)).toBeNull();
  });
});
