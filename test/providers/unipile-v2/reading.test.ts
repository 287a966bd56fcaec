import { describe, expect, it } from 'vitest';
import type { Attendee } from '../../../src/messaging/attendee.ts';
import { SEARCHED_PAGES } from '../../../src/providers/unipile-v2/assumptions.ts';
import { ask } from '../../schema/world.ts';
import { caller, failing, testTools, whole } from '../support.ts';
import { everyChat, everything, NOOR, one, ROBIN, SHOP, type TrueChat, world } from './world.ts';

const at = world();
const { call } = caller({ deadline: Date.now() + 3_600_000 });

const idsOf = (chats: readonly { readonly chatId: string }[]) => chats.map(({ chatId }) => chatId).sort();
const isSpam = ({ folders }: TrueChat) => (folders as string[]).some((folder) => folder.endsWith('_SPAM'));
const trueChats = (id: string, wanted: (chat: TrueChat) => boolean = () => true) =>
  at
    .control()
    .truth()
    .chats.filter((chat) => chat.accountId === id && !isSpam(chat) && wanted(chat));
const trueIds = (id: string, wanted?: (chat: TrueChat) => boolean) =>
  trueChats(id, wanted)
    .map((chat) => chat.id)
    .sort();

describe('accounts', () => {
  it('are those of the key, with their network, status and owner', () => {
    const truth = at.control().truth().accounts;
    expect(at.accounts()).toEqual(
      truth.map(({ id, name, user_id, provider }) => ({
        connectionId: 'hiring',
        accountId: id,
        providerId: id,
        provider: 'UNIPILE_V2',
        network: String(provider).toUpperCase(),
        name,
        status: 'CONNECTED',
        ownerId: user_id,
        details: null,
      })),
    );
  });

  it.each([
    ['disconnected', 'NEEDS_RECONNECT'],
    ['errored', 'ERROR'],
    ['paused', 'PAUSED'],
    ['degraded', 'DEGRADED'],
    ['partial', 'DEGRADED'],
    ['running', 'CONNECTED'],
  ] as const)('that are %s are %s', async (status, ours) => {
    at.control().accountStatus({ accountId: ROBIN, status });
    expect(one(await at.provider().listAccounts(call), ({ accountId }) => accountId === ROBIN).status).toBe(
      ours,
    );
  });

  it('without chats are left out, of unknown networks and with unknown words are kept', async () => {
    at.control().fault({
      route: 'GET /accounts/',
      rewrite: () => ({
        data: [
          { id: 'acc_mail', provider: 'google', status: 'running' },
          { id: 'acc_new', provider: 'pigeon', status: 'moulting' },
          { id: 7, provider: 'linkedin' },
        ],
        has_more: false,
      }),
    });
    expect(await at.provider().listAccounts(call)).toMatchObject([
      { accountId: 'acc_new', network: 'UNKNOWN', status: 'UNKNOWN', name: 'acc_new', ownerId: null },
    ]);
    expect(at.kit().warnings).toHaveLength(1);
  });

  it('come from all pages, and a list that never ends is given up', async () => {
    let pages = 0;
    at.control().fault({
      route: 'GET /accounts/',
      times: -1,
      rewrite: (_answer, { query }) => {
        pages += 1;
        const from = Number(query.get('offset') ?? '0');
        return { data: [{ id: `acc_${from}` }, { id: `acc_${from + 1}` }], has_more: from < 4 };
      },
    });
    expect(await at.provider().listAccounts(call)).toHaveLength(6);
    expect(pages).toBe(3);
  });

  const many = (from: number, limit: number) =>
    Array.from({ length: 45 }, (_, place) => ({ id: `acc_${place}`, provider: 'linkedin' })).slice(
      from,
      from + limit,
    );

  it.each([
    ['how many there are', { total_count: 45 }, 3],
    ['nothing of the rest', {}, 4],
    ['that there is no more', { has_more: false }, 1],
  ])('are listed on, 20 at a time, where a page tells %s', async (_what, told, pages) => {
    at.control().fault({
      route: 'GET /accounts/',
      times: -1,
      rewrite: (_answer, { query }) => ({ data: many(Number(query.get('offset') ?? '0'), 20), ...told }),
    });
    expect(await at.provider().listAccounts(call)).toHaveLength(pages === 1 ? 20 : 45);
    expect(at.routes()).toHaveLength(pages);
    expect(at.control().requests()[0]?.query).toMatchObject({ limit: '100' });
  });

  it('have their owner as an attendee', async () => {
    const owner = await at.port(ROBIN).owner(call);
    expect(owner).toMatchObject({ attendeeId: at.account(ROBIN).ownerId, isSelf: true, hasPicture: true });
    at.control().accountStatus({ accountId: NOOR, status: 'disconnected' });
    expect(await at.port(NOOR).owner(call)).toMatchObject({ isSelf: true, name: at.account(NOOR).name });
  });
});

describe('inboxes', () => {
  it('are primary first, Classic before the others, each with its product and a name', async () => {
    const inboxes = await at.port(ROBIN).inboxes(call);
    expect(
      inboxes
        .filter(({ isPrimary }) => isPrimary)
        .map(({ inboxId, product, name }) => [inboxId, product, name]),
    ).toEqual([
      ['CLASSIC_PRIMARY', 'LINKEDIN_CLASSIC', 'LinkedIn'],
      ['SALES_NAVIGATOR_PRIMARY', 'LINKEDIN_SALES_NAVIGATOR', 'Sales Navigator'],
      ['RECRUITER_PRIMARY', 'LINKEDIN_RECRUITER', 'Recruiter'],
      ['COMPANY_734211_PRIMARY', 'LINKEDIN_COMPANY_PAGE', 'Company Page 734211'],
      ['COMPANY_734212_PRIMARY', 'LINKEDIN_COMPANY_PAGE', 'Company Page 734212'],
    ]);
    expect(inboxes.slice(5).every(({ isPrimary }) => !isPrimary)).toBe(true);
    expect(one(inboxes, ({ inboxId }) => inboxId === 'RECRUITER_UNREAD').name).toBe('Recruiter: unread');
  });

  it('are one of ours where the network has none, without asking', async () => {
    expect(await at.port(SHOP).inboxes(call)).toMatchObject([{ product: 'MESSAGING', isPrimary: true }]);
    expect(at.routes()).toEqual([]);
  });
});

describe('the chats of an account', () => {
  it.each([ROBIN, NOOR, SHOP])('of %s are all there are', async (id) => {
    const chats = await everyChat(at.port(id));
    expect(idsOf(chats)).toEqual(trueIds(id));
    expect(chats.length).toBeGreaterThan(35);
  });

  it('come from the inboxes that are no views of others', async () => {
    const sources = await at.port(ROBIN).chatSources?.({}, call);
    const names = (sources ?? []).map(({ name, kind }) => `${name.split('/').at(-1)} ${kind}`);
    expect(names).toEqual([
      'CLASSIC_PRIMARY offset',
      'CLASSIC_ARCHIVED offset',
      'CLASSIC_INMAIL offset',
      'SALES_NAVIGATOR_PRIMARY offset',
      'SALES_NAVIGATOR_ARCHIVED offset',
      'RECRUITER_PRIMARY cursor',
      'RECRUITER_ARCHIVED cursor',
      'COMPANY_734211_PRIMARY offset',
      'COMPANY_734211_ARCHIVED offset',
      'COMPANY_734212_PRIMARY offset',
      'COMPANY_734212_ARCHIVED offset',
    ]);
    expect(at.routes()).toEqual(['GET /{account_id}/inboxes']);
    await at.port(ROBIN).chatSources?.({}, call);
  });

  it('ask for the inboxes once in ten minutes', async () => {
    const port = at.port(ROBIN);
    for (let times = 0; times < 3; times += 1) await port.chatSources?.({}, call);
    expect(at.routes()).toHaveLength(1);
    const now = Date.now();
    at.kit().clock.now = () => now + 11 * 60_000;
    await port.chatSources?.({}, call);
    expect(at.routes()).toHaveLength(2);
  });

  it('follow a filter into the view that answers it', async () => {
    const read = async (filter: object) =>
      ((await at.port(ROBIN).chatSources?.(filter, call)) ?? []).map(({ name }) => name.split('/').at(-1));
    expect(await read({ archived: true })).toEqual([
      'CLASSIC_ARCHIVED',
      'SALES_NAVIGATOR_ARCHIVED',
      'RECRUITER_ARCHIVED',
      'COMPANY_734211_ARCHIVED',
      'COMPANY_734212_ARCHIVED',
    ]);
    expect(await read({ archived: false, unread: true })).toEqual([
      'CLASSIC_PRIMARY',
      'CLASSIC_INMAIL',
      'SALES_NAVIGATOR_PRIMARY',
      'RECRUITER_UNREAD',
      'COMPANY_734211_PRIMARY',
      'COMPANY_734212_PRIMARY',
    ]);
    expect(await read({ inboxId: 'CLASSIC_PRIMARY' })).toEqual([
      'CLASSIC_PRIMARY',
      'CLASSIC_ARCHIVED',
      'CLASSIC_INMAIL',
    ]);
    expect(await read({ inboxId: 'CLASSIC_STARRED' })).toEqual(['CLASSIC_STARRED']);
    expect(await read({ inboxId: 'CLASSIC_NEVER_SEEN' })).toEqual([]);
  });

  it('are left to the inbox that comes first, where several of those that are read list them', async () => {
    const [shared, archived] = trueChats(ROBIN, ({ folders }) =>
      (folders as string[]).includes('CLASSIC_INMAIL'),
    );
    at.control().changeChat({ chatId: archived?.id ?? '', archived: true });
    const left = async (filter: object, chatId = '') => {
      const sources = (await at.port(ROBIN).chatSources?.(filter, call)) ?? [];
      const apart = one(sources, ({ name }) => name.endsWith('CLASSIC_INMAIL'));
      const chat = one(await everything(apart), (other) => other.chatId === chatId);
      const name = apart.leavesTo?.(chat) ?? null;
      expect(name === null || sources.some((source) => source.name === name)).toBe(true);
      return name?.split('/').at(-1) ?? null;
    };
    expect(await left({}, shared?.id)).toBe('CLASSIC_PRIMARY');
    expect(await left({}, archived?.id)).toBe('CLASSIC_ARCHIVED');
    expect(await left({ archived: false }, archived?.id)).toBeNull();
    expect(await left({ inboxId: 'CLASSIC_INMAIL' }, shared?.id)).toBeNull();
    at.control().fault({
      route: 'GET /{account_id}/inboxes/{inbox_id}/chats',
      rewrite: () => ({ data: [{ id: 'of which no folders are told' }] }),
    });
    expect(await left({}, 'of which no folders are told')).toBeNull();
  });

  it('hold under each filter at least what passes it', async () => {
    const isUnread = ({ unread_count }: TrueChat) => unread_count !== 0;
    const isArchived = ({ is_archived }: TrueChat) => is_archived === true;
    for (const id of [ROBIN, SHOP]) {
      for (const unread of [undefined, true, false]) {
        for (const archived of [undefined, true, false]) {
          const filter = {
            ...(unread === undefined ? {} : { unread }),
            ...(archived === undefined ? {} : { archived }),
          };
          const passing = (await everyChat(at.port(id), filter)).filter(
            (chat) =>
              (unread === undefined || chat.isUnread === unread) &&
              (archived === undefined || chat.isArchived === archived),
          );
          const truth = trueIds(
            id,
            (chat) =>
              (unread === undefined || isUnread(chat) === unread) &&
              (archived === undefined || isArchived(chat) === archived),
          );
          expect(idsOf(passing)).toEqual(truth);
        }
      }
    }
  });

  it('are filtered by the provider where the network has no inboxes, on every page', async () => {
    const source = at.port(SHOP).chats({ unread: true });
    expect(idsOf(await everything(source, 3))).toEqual(trueIds(SHOP, (chat) => chat.unread_count !== 0));
    const asked = at.control().requests();
    expect(asked[0]?.query).toEqual({ is_unread: 'true', limit: '3' });
    expect(Object.keys(asked[1]?.query ?? {}).sort()).toEqual(['cursor', 'limit']);
  });

  it('of a family without a primary inbox are read from all its inboxes', async () => {
    at.control().fault({
      route: 'GET /{account_id}/inboxes',
      rewrite: () => ({
        data: [{ id: 'ORGANIZATION_9' }, { id: 'NOVEL_THING' }, { id: 'CLASSIC_PRIMARY' }, {}],
      }),
    });
    const port = at.port(ROBIN);
    expect(await port.inboxes(call)).toMatchObject([
      { inboxId: 'CLASSIC_PRIMARY', isPrimary: true },
      { inboxId: 'ORGANIZATION_9', product: 'LINKEDIN_COMPANY_PAGE', isPrimary: false },
      { inboxId: 'NOVEL_THING', product: 'UNKNOWN', isPrimary: false },
    ]);
    expect(await port.chatSources?.({}, call)).toHaveLength(3);
  });
});

describe('pages', () => {
  const lists = [
    ['CLASSIC_PRIMARY', 'offset'],
    ['SALES_NAVIGATOR_PRIMARY', 'offset'],
    ['RECRUITER_PRIMARY', 'cursor'],
    ['COMPANY_734211_PRIMARY', 'offset'],
  ] as const;

  it.each(lists)('of %s are walked by %s, also where they are short', async (inboxId, kind) => {
    const shown = (chat: TrueChat) => (chat.folders as string[]).includes(inboxId);
    const truth = trueChats(ROBIN, shown).map(({ id }) => id);
    for (const shortPages of [false, true]) {
      at.control().switches({ shortPages });
      for (const size of [1, 2, 7, 50, 100]) {
        at.control().clearRequests();
        const source = at.port(ROBIN).chats({ inboxId });
        expect(source.kind).toBe(kind);
        const walked = (await everything(source, size)).map(({ chatId }) => chatId);
        expect(walked).toEqual(truth);
        for (const { query } of at.control().requests().slice(1)) {
          expect(Object.keys(query).sort()).toEqual([kind, 'limit'].sort());
        }
      }
    }
  });

  it('count an offset by what was asked for', async () => {
    at.control().switches({ shortPages: true });
    await everything(at.port(ROBIN).chats({ inboxId: 'CLASSIC_PRIMARY' }), 20);
    const offsets = at
      .control()
      .requests()
      .map(({ query }) => query.offset);
    expect(offsets).toEqual([undefined, '20', '40', '60']);
  });

  it('of a list that ignores offsets end', async () => {
    at.control().fault({
      route: 'GET /{account_id}/inboxes/{inbox_id}/chats',
      times: -1,
      rewrite: () => ({ data: [{ id: 'a' }, { id: 'b' }] }),
    });
    await everything(at.port(ROBIN).chats({ inboxId: 'CLASSIC_PRIMARY' }), 2);
    expect(at.routes()).toHaveLength(2);
  });

  it('of messages are walked by the paging of the chat’s product, also by who has not listed the chat', async () => {
    at.control().switches({ shortPages: true });
    for (const product of ['classic', 'sales_navigator', 'recruiter', 'company', 'flat'] as const) {
      const id = product === 'flat' ? SHOP : ROBIN;
      const chat = at.truth(id, (other) => other.product === product && other.messageCount > 6);
      const truth = at
        .control()
        .truth()
        .messages.filter(({ chat_id }) => chat_id === chat.id)
        .map((message) => message.id);
      for (const size of [1, 5, 100]) {
        const messages = await everything(at.port(id).messages(chat.id, {}), size);
        expect(messages.map(({ messageId }) => messageId)).toEqual(truth);
      }
    }
  });

  it('of messages pass a filter on', async () => {
    const chat = at.truth(ROBIN, ({ product, messageCount }) => product === 'classic' && messageCount > 8);
    const port = at.port(ROBIN);
    const all = await everything(port.messages(chat.id, {}));
    const [newest, oldest] = [one(all), one([...all].reverse())];
    const senderId = one(all, ({ direction }) => direction === 'INBOUND').senderId ?? '';
    at.control().clearRequests();
    const found = await everything(
      port.messages(chat.id, { sentBefore: newest.sentAt, sentAfter: oldest.sentAt, senderId }),
    );
    expect(found.map(({ messageId }) => messageId)).toEqual(
      all.slice(1, -1).flatMap((message) => (message.senderId === senderId ? message.messageId : [])),
    );
    expect(at.control().requests()[0]?.query).toMatchObject({
      before: newest.sentAt,
      after: oldest.sentAt,
      user_id: senderId,
    });
  });

  it('of messages are not narrowed by the owner, who has another id in each product', async () => {
    const chat = at.truth(ROBIN, ({ product }) => product === 'sales_navigator');
    await everything(at.port(ROBIN).messages(chat.id, { senderId: at.account(ROBIN).ownerId ?? '' }));
    expect(at.control().requests()[0]?.query.user_id).toBeUndefined();
  });
});

describe('a chat', () => {
  it('says the same by itself as in a list, and knows its primary inbox', async () => {
    for (const id of [ROBIN, SHOP]) {
      const chats = await everyChat(at.port(id));
      const primaries = new Set(
        (await at.port(id).inboxes(call)).flatMap(({ isPrimary, inboxId }) => (isPrimary ? inboxId : [])),
      );
      await at.restart();
      const alone = at.port(id);
      for (const chat of chats) {
        expect(primaries).toContain(chat.inboxId);
        expect(await alone.chat(chat.chatId, call)).toEqual(chat);
      }
    }
  });

  it('in each product belongs to the inbox of that product', async () => {
    const inboxes = {
      classic: 'CLASSIC_PRIMARY',
      sales_navigator: 'SALES_NAVIGATOR_PRIMARY',
      recruiter: 'RECRUITER_PRIMARY',
      company: /^COMPANY_73421[12]_PRIMARY$/,
      flat: 'MESSAGING',
    };
    const truth = at.control().truth().chats;
    for (const [id, account] of [
      [ROBIN, await everyChat(at.port(ROBIN))],
      [SHOP, await everyChat(at.port(SHOP))],
    ] as const) {
      for (const chat of account) {
        const { product } = one(truth, (other) => other.id === chat.chatId && other.accountId === id);
        expect(chat.inboxId).toMatch(inboxes[product]);
      }
    }
  });

  it.each([
    ['recruiter', ['INBOX'], 'RECRUITER_PRIMARY'],
    ['sales_navigator', ['INBOX'], 'SALES_NAVIGATOR_PRIMARY'],
    ['recruiter', ['INBOX', 'RECRUITER_UNREAD'], 'RECRUITER_PRIMARY'],
    ['company', ['INBOX', 'COMPANY_734211_ARCHIVED'], 'COMPANY_734211_PRIMARY'],
  ] as const)(
    'of %s in %j belongs to %s, and all its messages are read',
    async (product, folders, inboxId) => {
      const truth = at.truth(ROBIN, (other) => other.product === product && other.messageCount > 6);
      at.control().fault({
        route: 'GET /{account_id}/chats/{chat_id}',
        rewrite: (answer) => ({ ...(answer as object), folders }),
      });
      expect(await at.port(ROBIN).chat(truth.id, call)).toMatchObject({ inboxId });
      expect(await everything(at.port(ROBIN).messages(truth.id, {}), 5)).toHaveLength(truth.messageCount);
    },
  );

  it('whose inbox was guessed is in the one that is told later', async () => {
    const { id } = at.truth(ROBIN, ({ product }) => product === 'company');
    at.control().fault({
      route: 'GET /{account_id}/chats/{chat_id}',
      rewrite: (answer) => ({ ...(answer as object), folders: ['INBOX'] }),
    });
    expect(await at.port(ROBIN).chat(id, call)).toMatchObject({ inboxId: 'CLASSIC_PRIMARY' });
    expect((await at.port(ROBIN).chat(id, call))?.inboxId).toMatch(/^COMPANY_/);
  });

  it('carries what the vendor says of it', async () => {
    const truth = at.control().truth();
    for (const chat of await everyChat(at.port(ROBIN))) {
      const vendor = one(truth.chats, ({ id }) => id === chat.chatId);
      expect(chat).toMatchObject({
        title: vendor.name,
        kind: vendor.type === 'group' ? 'GROUP' : 'DIRECT',
        lastActivityAt: vendor.last_message_timestamp,
        unreadCount: Math.max(0, Number(vendor.unread_count)),
        isUnread: vendor.unread_count !== 0,
        isArchived: vendor.is_archived,
        isPinned: vendor.is_pinned,
        isMuted: vendor.muted_until !== false,
        mutedUntil: typeof vendor.muted_until === 'string' ? vendor.muted_until : null,
        isReadOnly: vendor.is_readonly,
        disabled: vendor.is_readonly ? ['SEND'] : [],
        counterpartId: vendor.user_id ?? null,
        subject: vendor.description ?? null,
        content: vendor.description === undefined ? 'MESSAGE' : 'INMAIL',
        hasPicture: vendor.type === 'group',
      });
    }
    expect(truth.chats.some(({ unread_count }) => unread_count === -1)).toBe(true);
  });

  it('is null where there is none, and an odd id reaches no other route', async () => {
    const port = at.port(ROBIN);
    for (const chatId of [
      'nothing',
      '../accounts',
      '../../accounts/',
      'a/b?x=1#y',
      '%2e%2e',
      'a\r\nX: y',
      '🙂',
      ' ',
    ]) {
      expect(await port.chat(chatId, call)).toBeNull();
      expect(await port.message(chatId, 'm-1', call)).toBeNull();
      expect(await port.message('c', chatId, call)).toBeNull();
    }
    const allowed = new Set([
      'GET /{account_id}/chats/{chat_id}',
      'GET /{account_id}/chats/{chat_id}/messages/{message_id}',
    ]);
    for (const { route, path } of at.control().requests()) {
      expect(allowed).toContain(route);
      expect(path.startsWith(`/${ROBIN}/chats/`)).toBe(true);
    }
    expect(await port.chat('..', call)).toBeNull();
    expect(await port.chat('', call)).toBeNull();
  });

  it('of another account is not there', async () => {
    const { id } = at.truth(NOOR, ({ product }) => product === 'classic');
    expect(await at.port(ROBIN).chat(id, call)).toBeNull();
    expect(await at.port(ROBIN).message(id, 'm-1', call)).toBeNull();
  });

  it('sends its id encoded, as = belongs to it', async () => {
    const { id } = at.truth(ROBIN, (chat) => chat.product === 'classic' && chat.id.includes('='));
    await at.port(ROBIN).chat(id, call);
    expect(at.control().requests()[0]?.path).toBe(`/${ROBIN}/chats/${encodeURIComponent(id)}`);
  });
});

describe('an inbox of 20 chats', () => {
  it('costs a call for the inboxes and one for each of them, and none for a chat', async () => {
    const { call: counting, state } = caller();
    const port = at.port(ROBIN);
    const sources = (await port.chatSources?.({}, counting)) ?? [];
    const pages = await Promise.all(sources.map((source) => source.fetch(null, 20, counting)));
    expect(state.calls).toBe(1 + sources.length);
    expect(at.routes()).toHaveLength(state.calls);
    const chats = pages.flatMap(({ items }) => items);
    const complete = chats.filter(({ attendees, lastMessage }) => attendees !== null && lastMessage);
    // What says nothing in words (a file, what was taken back) is asked for.
    expect(complete.length / chats.length).toBeGreaterThan(0.9);
  });

  it('shows the last message as the message itself does, as far as it is told', async () => {
    const port = at.port(ROBIN);
    const truth = at.control().truth().messages;
    let shown = 0;
    for (const { chatId, lastMessage, lastActivityAt } of await everyChat(port)) {
      if (!lastMessage) continue;
      shown += 1;
      const [newest] = (await port.messages(chatId, {}).fetch(null, 1, call)).items;
      const { messageId, text, sentAt, senderId, direction } = lastMessage;
      expect(newest).toMatchObject({ chatId, messageId, text, sentAt, senderId, direction });
      expect(sentAt).toBe(lastActivityAt);
      expect(lastMessage.isPreview).toBe(true);
      expect(newest).not.toHaveProperty('isPreview');
    }
    expect(shown).toBeGreaterThan(80);
    expect(truth.length).toBeGreaterThan(shown);
  });

  it('takes a whole message for what it is', async () => {
    const message = {
      id: 'm',
      chat_id: 'c',
      text: 'Hi',
      sender_id: 'ACo1',
      timestamp: '2025-03-01T10:00:00Z',
      is_sender: false,
    };
    at.control().fault({
      route: 'GET /{account_id}/inboxes/{inbox_id}/chats',
      rewrite: () => ({ data: [{ id: 'c', type: '1to1', last_message: message }] }),
    });
    const { items } = await at.port(ROBIN).chats({ inboxId: 'CLASSIC_PRIMARY' }).fetch(null, 5, call);
    expect(items[0]?.lastMessage).toMatchObject({
      messageId: 'm',
      text: 'Hi',
      senderId: 'ACo1',
      sentAt: '2025-03-01T10:00:00.000Z',
    });
    expect(items[0]?.lastMessage).not.toHaveProperty('isPreview');
  });

  it('answers every field of a last message as the message itself does', async () => {
    const world = { ports: [at.port(ROBIN), at.port(SHOP)] };
    const fields = `id providerId direction kind text subject sentAt isEdited isDeleted isHidden isForwarded delivery
      sender { id } error { code } readBy { readAt } reactions { value count bySelf }
      attachments { id mimeType sizeBytes } quoted { text message { id } attachments { id } } systemEvent { kind }`;
    const list = await ask<{ chats: { nodes: { lastMessage: { id: string } | null }[] } }>(
      world,
      `{ chats(first: 100) { nodes { lastMessage { ${fields} } } } }`,
    );
    expect(list.errors).toEqual([]);
    const shown = list.data.chats.nodes.flatMap(({ lastMessage }) => lastMessage ?? []);
    expect(shown.length).toBeGreaterThan(90);
    const nodes = shown.map(
      ({ id }, index) => `n${index}: node(id: "${id}") { ... on Message { ${fields} } }`,
    );
    const whole = await ask<Record<string, { id: string }>>(world, `{ ${nodes.join('\n')} }`);
    expect(Object.values(whole.data)).toEqual(shown);
  });
});

describe('a message', () => {
  it('is asked for where it can be, and searched for where it cannot', async () => {
    for (const product of ['classic', 'company', 'recruiter', 'sales_navigator'] as const) {
      const chat = at.truth(ROBIN, (other) => other.product === product && other.messageCount > 3);
      const port = at.port(ROBIN);
      const all = await everything(port.messages(chat.id, {}));
      const last = one([...all].reverse());
      at.control().clearRequests();
      expect(await port.message(chat.id, last.messageId, call)).toEqual(last);
      const canAsk = product === 'classic' || product === 'company';
      expect(at.routes()).toEqual([
        `GET /{account_id}/chats/{chat_id}/messages${canAsk ? '/{message_id}' : ''}`,
      ]);
      expect(await port.message(chat.id, 'm-nothing', call)).toBeNull();
    }
  });

  it('is searched for where it turns out that it cannot be asked for', async () => {
    const { id } = at.truth(ROBIN, ({ product }) => product === 'classic');
    at.control().fault({ route: 'GET /{account_id}/chats/{chat_id}/messages/{message_id}', status: 501 });
    expect(await at.port(ROBIN).message(id, 'm-1', call)).toMatchObject({ messageId: 'm-1' });
  });

  it('is searched for on a bounded number of pages', async () => {
    let pages = 0;
    at.control().fault({
      route: 'GET /{account_id}/chats/{chat_id}/messages',
      times: -1,
      rewrite: (_answer, { path }) => {
        pages += 1;
        const cursor = JSON.stringify({ position: 0, list: path, filters: '' });
        return { data: [], next_cursor: Buffer.from(cursor).toString('base64') };
      },
    });
    const { id } = at.truth(ROBIN, ({ product }) => product === 'recruiter');
    expect(await at.port(ROBIN).message(id, 'm-old', call)).toBeNull();
    expect(pages).toBe(SEARCHED_PAGES);
  });

  it('carries what the vendor says of it', async () => {
    const truth = at.control().truth();
    const owner = at.account(ROBIN).ownerId;
    for (const chat of trueChats(ROBIN).slice(0, 60)) {
      for (const message of await everything(at.port(ROBIN).messages(chat.id, {}))) {
        const vendor = one(
          truth.messages,
          ({ id, chat_id }) => id === message.messageId && chat_id === chat.id,
        );
        const subject = (vendor.specifics as { subject?: string } | undefined)?.subject ?? null;
        expect(message).toMatchObject({
          text: vendor.text ?? (vendor.forwarded as { text?: string } | undefined)?.text ?? null,
          sentAt: vendor.timestamp,
          direction: vendor.is_sender ? 'OUTBOUND' : 'INBOUND',
          senderId: vendor.is_sender ? owner : vendor.sender_id,
          isDeleted: vendor.is_deleted,
          isEdited: vendor.is_edited,
          subject,
          kind: subject === null ? 'MESSAGE' : 'INMAIL',
          delivery: !vendor.is_sender || !vendor.is_seen ? 'DELIVERED' : 'READ',
          systemEvent: vendor.is_event ? 'CHAT_RENAMED' : null,
          reactions: (vendor.reactions_counter as object[]).map((reaction) => ({
            value: (reaction as { reaction: string }).reaction,
            count: 1,
            bySelf: null,
            attendeeIds: null,
          })),
        });
        expect(message.sender).toMatchObject({ attendeeId: message.senderId, isSelf: vendor.is_sender });
        expect(message.attachments).toHaveLength((vendor.attachments as unknown[]).length);
        const quoted = vendor.quoted as { id: string; text?: string } | undefined;
        expect(message.quoted?.messageId).toBe(quoted?.id);
        expect(message.quoted?.text ?? undefined).toBe(quoted?.text);
      }
    }
  });

  it('has attachments of every kind, with their bytes', async () => {
    const types = new Set<string>();
    const port = at.port(ROBIN);
    for (const chat of trueChats(ROBIN)) {
      for (const { attachments } of await everything(port.messages(chat.id, {}))) {
        for (const attachment of attachments) {
          const { chatId, messageId, attachmentId, sizeBytes } = attachment;
          if (types.has(attachment.type) && !attachment.isUnavailable) continue;
          types.add(attachment.type);
          const bytes = await port.attachmentBytes?.(chatId, messageId, attachmentId, call);
          if (attachment.isUnavailable || attachment.type === 'SHARED_CONTENT') expect(bytes).toBeNull();
          else {
            expect(bytes).toMatchObject({ mimeType: attachment.mimeType, sizeBytes });
            if (bytes) expect((await whole(bytes)).length).toBe(sizeBytes);
          }
        }
      }
    }
    expect([...types].sort()).toEqual(['AUDIO', 'FILE', 'IMAGE', 'SHARED_CONTENT', 'VIDEO']);
  });
});

describe('people', () => {
  it('of a direct chat are the other side, of a group all, with the owner', async () => {
    const port = at.port(ROBIN);
    const direct = await at.chat(ROBIN, 'classic');
    const group = await at.chat(ROBIN, 'classic', ({ kind }) => kind === 'GROUP');
    for (const chat of [direct, group]) {
      const people = await everything(port.attendeesOf(chat));
      expect(people.map(({ attendeeId }) => attendeeId).sort()).toEqual(
        (chat.attendees ?? []).map(({ attendeeId }) => attendeeId).sort(),
      );
      expect(people.filter(({ isSelf }) => isSelf)).toHaveLength(chat.kind === 'GROUP' ? 1 : 0);
    }
    expect(at.routes()).toEqual([
      'GET /{account_id}/chats/{chat_id}',
      'GET /{account_id}/chats/{chat_id}/participants',
    ]);
    expect(group.attendees?.length).toBeGreaterThan(3);
  });

  it('of a direct chat that names nobody but by id are looked up', async () => {
    const chat = await at.chat(ROBIN, 'classic');
    await at.restart();
    at.control().fault({
      route: 'GET /{account_id}/chats/{chat_id}',
      times: -1,
      rewrite: (answer) => ({ ...(answer as object), user: undefined }),
    });
    expect(await everything(at.port(ROBIN).attendeesOf(chat))).toEqual(chat.attendees);
    at.control().fault({ route: 'GET /{account_id}/users/{user_id}', status: 404 });
    await at.restart();
    expect(await everything(at.port(ROBIN).attendeesOf(chat))).toEqual([]);
  });

  it('of a large group are all there, on however many pages', async () => {
    const group = await at.chat(ROBIN, 'classic', ({ kind }) => kind === 'GROUP');
    const people = Array.from({ length: 45 }, (_, place) => ({
      user: { id: `ACoA${place}`, display_name: `Member ${place}` },
      is_self: place === 0,
    }));
    at.control().fault({
      route: 'GET /{account_id}/chats/{chat_id}/participants',
      times: -1,
      rewrite: (_answer, { query }) => {
        const from = Number(query.get('offset') ?? '0');
        return { data: people.slice(from, from + 20), total_count: 45 };
      },
    });
    const found = await everything(at.port(ROBIN).attendeesOf(group));
    expect(found.map(({ name }) => name)).toEqual(people.map(({ user }) => user.display_name));
    expect(at.routes()).toHaveLength(3);
  });

  it('are one owner in all products', async () => {
    const owners = new Set<string>();
    for (const { attendees } of await everyChat(at.port(ROBIN))) {
      for (const { isSelf, attendeeId } of attendees ?? []) if (isSelf) owners.add(attendeeId);
    }
    expect([...owners]).toEqual([at.account(ROBIN).ownerId]);
  });

  it('who were seen are known without asking', async () => {
    const port = at.port(ROBIN);
    const { counterpartId, attendees } = await at.chat(ROBIN, 'recruiter');
    const expected = one(attendees ?? [], ({ isSelf }) => !isSelf);
    expect(await port.attendee?.(counterpartId ?? '', call)).toEqual(expected);
    expect(at.routes()).toEqual([]);
    const now = Date.now();
    at.kit().clock.now = () => now + 16 * 60_000;
    expect(await port.attendee?.(counterpartId ?? '', call)).toEqual(expected);
    expect(at.routes()).toEqual(['GET /{account_id}/users/{user_id}']);
  });

  it('are found by id and by the address of their profile', async () => {
    const port = at.port(ROBIN);
    const contact = one(at.control().truth().contacts, ({ distance }) => distance === 'SECOND_DEGREE');
    const expected: Partial<Attendee> = {
      attendeeId: contact.ids.classic,
      name: contact.name,
      networkDistance: 'SECOND',
    };
    const profileUrl = `https://www.linkedin.com/in/${contact.handle}/?trk=x`;
    expect(await port.findAttendee?.({ providerId: contact.ids.classic }, call)).toMatchObject(expected);
    expect(await port.findAttendee?.({ profileUrl }, call)).toMatchObject(expected);
    expect(await port.findAttendee?.({ providerId: 'ACoNobody' }, call)).toBeNull();
    for (const url of [
      'https://example.com/in/ada',
      'https://evillinkedin.com/in/ada',
      'ftp://linkedin.com/in/a',
      'nonsense',
    ]) {
      expect(await port.findAttendee?.({ profileUrl: url }, call)).toBeNull();
    }
  });

  it('cannot be found by phone number, nor by profile where there is none', async () => {
    const phone = at.port(SHOP).findAttendee?.({ phoneNumber: '+4915112345678' }, call);
    expect(await failing(phone ?? Promise.resolve())).toMatchObject({
      code: 'NOT_SUPPORTED',
      field: ['phoneNumber'],
    });
    const profile = at.port(SHOP).findAttendee?.({ profileUrl: 'https://linkedin.com/in/ada' }, call);
    expect(await failing(profile ?? Promise.resolve())).toMatchObject({
      code: 'NOT_SUPPORTED',
      field: ['profileUrl'],
    });
    expect(at.routes()).toEqual([]);
  });

  it('have the direct chats with them, from every product', async () => {
    const { counterpartId, chatId } = await at.chat(ROBIN, 'sales_navigator');
    const chats = at.port(ROBIN).chatsWith?.(counterpartId ?? '');
    expect(idsOf(chats ? await everything(chats) : [])).toContain(chatId);
    const none = at.port(ROBIN).chatsWith?.('ACoNobody');
    expect(none && (await everything(none))).toEqual([]);
  });

  it('have pictures, as groups do, from the connection’s own origin', async () => {
    const port = at.port(ROBIN);
    const { counterpartId } = await at.chat(ROBIN, 'classic');
    const group = await at.chat(ROBIN, 'classic', ({ kind }) => kind === 'GROUP');
    const face = await port.attendeePicture?.(counterpartId ?? '', call);
    expect(face && (await whole(face)).subarray(1, 4).toString()).toBe('PNG');
    const crowd = await port.chatPicture?.(group.chatId, call);
    expect(crowd && (await whole(crowd)).subarray(1, 4).toString()).toBe('PNG');
    expect(at.routes()).toEqual([
      'GET /{account_id}/users/{user_id}/picture',
      'GET /{account_id}/chats/{chat_id}/picture',
    ]);
    await at.restart();
    const again = await at.port(ROBIN).attendeePicture?.(counterpartId ?? '', call);
    expect(again && (await whole(again)).length).toBeGreaterThan(0);
    expect(await at.port(ROBIN).attendeePicture?.('ACoNobody', call)).toBeNull();
    expect(await at.port(ROBIN).chatPicture?.('nothing', call)).toBeNull();
  });

  it('have no picture elsewhere, and nothing else is called', async () => {
    for (const address of [
      'http://169.254.169.254/v2/latest',
      'http://localhost.:1/v2/x',
      at.baseUrl().replace('http:', 'https:').concat('/x'),
      at.baseUrl().replace('/v2', '/v3/x'),
      `${at.baseUrl()}/../accounts`,
      `${at.baseUrl()}/%2e%2e/accounts`,
      'file:///etc/passwd',
      'nonsense',
    ]) {
      at.control().clearRequests();
      at.control().fault({
        route: 'GET /{account_id}/users/{user_id}',
        rewrite: (answer) => ({ ...(answer as object), private_picture_download_url: address }),
      });
      const { counterpartId } = at.truth(ROBIN, ({ product }) => product === 'classic') as {
        counterpartId?: string;
      };
      const contact = one(at.control().truth().contacts, ({ distance }) => distance === 'SECOND_DEGREE');
      await at.restart();
      expect(
        await at.port(ROBIN).findAttendee?.({ providerId: counterpartId ?? contact.ids.classic }, call),
      ).toMatchObject({ hasPicture: false });
      expect(await at.port(ROBIN).attendeePicture?.(contact.ids.classic, call)).toBeNull();
      expect(at.routes()).toEqual(['GET /{account_id}/users/{user_id}']);
    }
  });

  it('have InMail credits by product on LinkedIn', async () => {
    expect(await at.port(ROBIN).inMailCredits?.(call)).toEqual({
      classic: 5,
      salesNavigator: 12,
      recruiter: 40,
    });
    at.control().credits({ accountId: ROBIN, credits: { recruiter: 3 } });
    expect(await at.port(ROBIN).inMailCredits?.(call)).toEqual({
      classic: null,
      salesNavigator: null,
      recruiter: 3,
    });
    expect(await at.port(SHOP).inMailCredits?.(call)).toBeNull();
  });
});

describe('the vendor’s cache', () => {
  it('never hides what is new', async () => {
    at.control().switches({ cache: 'stale' });
    const chat = await at.chat(ROBIN, 'classic');
    const port = at.port(ROBIN);
    await everything(port.messages(chat.chatId, {}));
    const { id } = at.control().inbound({ chatId: chat.chatId, text: 'Just now' });
    expect((await port.messages(chat.chatId, {}).fetch(null, 1, call)).items[0]?.messageId).toBe(id);
    expect(
      (await port.chats({ inboxId: 'CLASSIC_PRIMARY' }).fetch(null, 1, call)).items[0]?.lastMessage
        ?.messageId,
    ).toBe(id);
    expect((await port.chat(chat.chatId, call))?.lastMessage?.messageId).toBe(id);
  });
});

describe('a caller', () => {
  it('is told of the account that is signed out', async () => {
    at.control().accountStatus({ accountId: ROBIN, status: 'disconnected' });
    const failure = await failing(at.port(ROBIN).inboxes(call));
    expect(failure).toMatchObject({
      code: 'ACCOUNT_DISCONNECTED',
      account: { connectionId: 'hiring', accountId: ROBIN },
    });
  });

  it('is told that the key is wrong', async () => {
    const { createProvider } = await import('../../../src/providers/index.ts');
    const { Secret } = await import('../../../src/messaging/secret.ts');
    const provider = createProvider(
      { id: 'x', provider: 'unipile-v2', baseUrl: at.baseUrl(), apiKey: new Secret('wrong key') },
      testTools().tools,
    );
    const failure = await failing(provider.listAccounts(call));
    expect(failure.code).toBe('NOT_ALLOWED');
    expect(JSON.stringify(failure)).not.toContain('wrong key');
  });
});
