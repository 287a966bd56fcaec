import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '../../../src/sandbox/clock.ts';
import { startUnipileV2, type UnipileV2Sandbox } from '../../../src/sandbox/unipile-v2/server.ts';
import { kindsOf, strangersOf } from './people.ts';
import { type Answer, call, type Page, ROBIN, SHOP } from './vendor.ts';

let sandbox: UnipileV2Sandbox;
beforeAll(async () => {
  sandbox = await startUnipileV2({ clock: realClock, life: false, port: 0 });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

type Chat = ReturnType<UnipileV2Sandbox['control']['truth']>['chats'][number];
interface Wire extends Record<string, unknown> {
  attachments: object[];
}

const isPlain = ({ product, type, is_readonly, is_archived }: Chat) =>
  product === 'classic' && type === '1to1' && !is_readonly && !is_archived;

/** The first chat of Robin's that fits. */
function chat(fits: (chat: Chat) => boolean = isPlain): Chat & { path: string } {
  const found = sandbox.control.truth().chats.find((one) => one.accountId === ROBIN && fits(one));
  if (found === undefined) throw new Error('There is no such chat.');
  return { ...found, path: `/${ROBIN}/chats/${encodeURIComponent(found.id)}` };
}
const ofProduct = (product: Chat['product']) => chat((one) => one.product === product && !one.is_archived);
const group = () => chat(({ name }) => name === 'Trade fair crew');
const told = ({ status, body }: Answer) => [status, body.type];
const send = (path: string, body: object) =>
  call<{ message_id: string }>(sandbox, `POST ${path}/messages/send`, { text: '', ...body });
const messages = async (path: string) =>
  (await call<{ data: Wire[] }>(sandbox, `GET ${path}/messages?limit=5`)).body.data;

const REFUSED = [422, 'provider/unprocessable_entity'];
const MALFORMED = [400, 'api/invalid_parameters'];
const UNKNOWN = [404, 'provider/resource_not_found'];
const NOT_HERE = [501, 'api/not_implemented'];

describe('a send', () => {
  it.each([
    ['one', 1, 'string'],
    ['each', 3, 'array'],
    ['null', 1, 'null'],
  ] as const)('is named as %s', async (switched, count, kind) => {
    const { path } = chat();
    const [before] = await messages(path);
    sandbox.control.switches({ messageIds: switched });
    const attachments = [
      { content: 'aGVsbG8=', content_type: 'audio/mpeg', filename: 'a.mp3' },
      { content: 'aGVsbG8=', content_type: 'image/png', filename: 'a.png' },
    ];
    const { body } = await send(path, { text: 'Listen', attachments });
    const { message_id } = body as { message_id: unknown };
    expect(message_id === null ? 'null' : Array.isArray(message_id) ? 'array' : typeof message_id).toBe(kind);
    const all = await messages(path);
    expect(all.findIndex(({ id }) => id === before?.id)).toBe(count);
  });

  it.each(['one', 'each'] as const)(
    'keeps what it quotes, with files and no text (%s)',
    async (messageIds) => {
      const { path } = chat();
      const [quoted] = await messages(path);
      sandbox.control.switches({ messageIds });
      const file = { content: 'aGVsbG8=', content_type: 'image/png', filename: 'a.png' };
      await send(path, { quote_id: quoted?.id, attachments: [file, file] });
      const sent = (await messages(path)).slice(0, messageIds === 'one' ? 1 : 2);
      expect(sent.at(-1)).toMatchObject({ quoted: { object: 'QuotedMessage', id: quoted?.id } });
      expect(sent.at(-1)).not.toHaveProperty('text');
      expect(sent.flatMap(({ attachments }) => attachments)).toHaveLength(2);
    },
  );

  it('quotes in Classic only, and only what is there', async () => {
    const { path } = chat();
    expect(told(await send(path, { text: 'x', quote_id: 'm-none' }))).toEqual(UNKNOWN);
    expect(told(await send(path, { text: 'x', quote_id: 5 }))).toEqual(MALFORMED);
    for (const product of ['sales_navigator', 'recruiter', 'company'] as const) {
      const answer = await send(ofProduct(product).path, { text: 'x', quote_id: 'm-1' });
      expect(told(answer)).toEqual(NOT_HERE);
    }
  });

  it('carries files as they were meant', async () => {
    const { path } = chat();
    const file = (content_type: string, more: object) => ({
      content: 'aGVsbG8=',
      content_type,
      filename: 'file.x',
      ...more,
    });
    await send(path, {
      attachments: [
        file('image/png', {}),
        file('image/png', { send_mode: 'file' }),
        file('audio/mpeg', { voice_note: true, metadata: { duration: 7 } }),
        file('audio/mpeg', { voice_note: false }),
        file('video/mp4', {}),
        file('application/pdf', {}),
      ],
    });
    const [sent] = await messages(path);
    expect(sent?.attachments).toMatchObject([
      { type: 'img', file_size: 5 },
      { type: 'file', filename: 'file.x' },
      { type: 'audio', voice_note: true, duration: 7 },
      { type: 'audio', voice_note: false },
      { type: 'video' },
      { type: 'file' },
    ]);
  });

  it('tells where the addresses in its text are', async () => {
    const { path } = chat();
    await send(path, { text: 'See https://example.com/a?b=1, or call.' });
    const hyperlinks = [{ url: 'https://example.com/a?b=1', starts_at: 4, length: 25 }];
    expect((await messages(path))[0]).toMatchObject({ hyperlinks });
  });

  it('is refused where nothing is said, a file is malformed, or nobody can write', async () => {
    const { path } = chat();
    const file = { content: 'aGVsbG8=', content_type: 'image/png', filename: 'a.png' };
    for (const body of [
      {},
      { text: 5 },
      { attachments: 'abc' },
      { attachments: [{ ...file, content: 'no base64!' }] },
      { attachments: [{ ...file, filename: undefined }] },
      { attachments: [{ ...file, send_mode: 'pigeon' }] },
      { attachments: [{ ...file, voice_note: 'yes' }] },
      { attachments: [{ ...file, metadata: { duration: 'long' } }] },
    ]) {
      expect(told(await send(path, body))).toEqual(MALFORMED);
    }
    const closed = chat(({ is_readonly }) => is_readonly === true);
    expect(told(await send(closed.path, { text: 'x' }))).toEqual(REFUSED);
  });

  it('carries no more than 20 MB together', async () => {
    const { path } = chat();
    const content = Buffer.alloc(10 * 1024 * 1024 + 1).toString('base64');
    const file = { content, content_type: 'image/png', filename: 'large.png' };
    expect(told(await send(path, { attachments: [file, file] }))).toEqual([422, 'provider/invalid_file']);
  });
});

describe('a message', () => {
  it('of the owner is edited and deleted, that of another is not', async () => {
    const { path, id } = chat();
    const message = `${path}/messages/${(await send(path, { text: 'First' })).body.message_id}`;
    expect((await call(sandbox, `POST ${message}/modify`, { text: 'Second' })).body).toMatchObject({
      text: 'Second',
      is_edited: true,
    });
    expect(told(await call(sandbox, `POST ${message}/modify`, { text: 7 }))).toEqual(MALFORMED);
    expect((await call(sandbox, `DELETE ${message}`)).status).toBe(204);
    expect((await call(sandbox, `GET ${message}`)).body).toMatchObject({ is_deleted: true });
    const theirs = `${path}/messages/${sandbox.control.inbound({ chatId: id, text: 'mine' }).id}`;
    for (const answer of [
      await call(sandbox, `DELETE ${theirs}`),
      await call(sandbox, `POST ${theirs}/modify`, { text: 'yours' }),
    ]) {
      expect(told(answer)).toEqual([403, 'provider/insufficient_permissions']);
    }
  });

  it('that was deleted stays so, and an event is no message', async () => {
    const { path } = chat();
    const deleted = `${path}/messages/${(await send(path, { text: 'Gone' })).body.message_id}`;
    await call(sandbox, `DELETE ${deleted}`);
    for (const message of [deleted, `${group().path}/messages/m-0`]) {
      const before = (await call(sandbox, `GET ${message}`)).body;
      const answers = [
        await call(sandbox, `POST ${message}/modify`, { text: 'zombie' }),
        await call(sandbox, `POST ${message}/reactions`, { reaction: '👍' }),
        await call(sandbox, `POST ${message}/forward`, { chat_id: chat().id }),
        await call(sandbox, `DELETE ${message}`),
      ];
      expect(answers.map(told)).toEqual([REFUSED, REFUSED, REFUSED, REFUSED]);
      expect((await call(sandbox, `GET ${message}`)).body).toEqual(before);
    }
  });

  it('is passed on, also with a word of one’s own', async () => {
    const { path, id } = chat();
    const message = `${path}/messages/${(await send(path, { text: 'News' })).body.message_id}`;
    const target = group();
    for (const text of [undefined, 'Look']) {
      const { body } = await call(sandbox, `POST ${message}/forward`, { chat_id: target.id, text });
      expect(body).toMatchObject({ object: 'MessageForwarded', chat_id: target.id });
      const [copy] = await messages(target.path);
      expect(copy).toMatchObject({
        id: body.message_id,
        forwarded: { object: 'ForwardedMessage', text: 'News' },
      });
      expect(copy?.text).toBe(text);
    }
    const closed = chat(({ is_readonly }) => is_readonly === true).id;
    const forward = (body: object) => call(sandbox, `POST ${message}/forward`, body);
    expect(told(await forward({ chat_id: closed }))).toEqual(REFUSED);
    expect(told(await forward({ chat_id: 'nowhere' }))).toEqual(UNKNOWN);
    expect(told(await forward({}))).toEqual(MALFORMED);
    expect(told(await forward({ chat_id: id, text: 5 }))).toEqual(MALFORMED);
  });

  it('of another can be marked as read, which the chat does not notice', async () => {
    const { path, id } = chat();
    const own = (await send(path, { text: 'Mine' })).body.message_id;
    const theirs = sandbox.control.inbound({ chatId: id, text: 'Theirs' }).id;
    const { body } = await call(sandbox, `POST ${path}/messages/${theirs}/read`);
    expect(body).toEqual({ object: 'MessageRead' });
    expect((await call(sandbox, `GET ${path}`)).body.unread_count).toBe(1);
    expect(told(await call(sandbox, `POST ${path}/messages/${own}/read`))).toEqual(MALFORMED);
  });

  it('is reacted to with one emoji, whatever it consists of', async () => {
    const { path, id } = chat();
    const reactions = `${path}/messages/${sandbox.control.inbound({ chatId: id, text: 'Hi' }).id}/reactions`;
    for (const reaction of ['👍', '🇩🇪', '1️⃣', '👩‍👩‍👧', '❤️', '👍🏽']) {
      expect((await call(sandbox, `POST ${reactions}`, { reaction })).body).toEqual({
        object: 'MessageReactionAdded',
      });
    }
    for (const reaction of ['hello 👍 and more', '👍👍', 'a', '1', '', undefined, 5]) {
      expect(told(await call(sandbox, `POST ${reactions}`, { reaction }))).toEqual(MALFORMED);
    }
    expect((await call<Page>(sandbox, `GET ${reactions}`)).body.data).toHaveLength(6);
    const takeBack = () => call(sandbox, `DELETE ${reactions}`, { reaction: '🇩🇪' });
    expect((await takeBack()).body).toEqual({ object: 'MessageReactionRemoved' });
    expect((await takeBack()).status).toBe(404);
    expect((await messages(path))[0]?.reactions_counter).toHaveLength(5);
  });

  it.each(['sales_navigator', 'recruiter', 'company'] as const)(
    'in %s is not changed, passed on or reacted to',
    async (product) => {
      const { path } = ofProduct(product);
      const { message_id } = (await send(path, { text: 'Hello' })).body;
      const message = `${path}/messages/${message_id}`;
      const answers = [
        await call(sandbox, `POST ${message}/modify`, { text: 'Bye' }),
        await call(sandbox, `DELETE ${message}`),
        await call(sandbox, `POST ${message}/forward`, { chat_id: chat().id }),
        await call(sandbox, `POST ${message}/reactions`, { reaction: '👍' }),
        await call(sandbox, `POST ${path}/composing?action=typing`),
      ];
      expect(answers.map(told)).toEqual(Array.from({ length: 5 }, () => NOT_HERE));
    },
  );
});

describe('a chat', () => {
  it('is marked, archived, pinned, muted and labelled', async () => {
    const { path } = chat();
    const patch = (body: object) => call(sandbox, `PATCH ${path}`, body);
    const until = '2030-03-01T09:00:00.000Z';
    expect((await patch({ read_status: false })).body).toMatchObject({ unread_count: -1 });
    const rest = { archive_status: true, pin_status: true, muted_until: until, label: 'Fair' };
    expect((await patch({ read_status: true, ...rest })).body).toMatchObject({
      unread_count: 0,
      is_archived: true,
      is_pinned: true,
      muted_until: until,
      label: 'Fair',
      folders: expect.not.arrayContaining(['CLASSIC_PRIMARY']),
    });
    expect((await patch({ muted_until: true })).body).toMatchObject({ muted_until: true, label: 'Fair' });
    expect((await call(sandbox, `POST ${path}/composing?action=typing`)).body).toEqual({
      object: 'ComposingSet',
    });
    expect(told(await call(sandbox, `POST ${path}/composing?action=singing`))).toEqual(MALFORMED);
  });

  it('is not spoilt by what is malformed', async () => {
    const { path } = chat();
    const before = (await call(sandbox, `GET ${path}`)).body;
    for (const wrong of [
      { muted_until: 'soon' },
      { muted_until: 5 },
      { read_status: 'yes' },
      { pin_status: 1 },
      { archive_status: null },
      { label: 5 },
      { name: 'Not of a group' },
      { read_status: false, label: 5 },
    ]) {
      expect(told(await call(sandbox, `PATCH ${path}`, wrong))).toEqual(MALFORMED);
    }
    expect((await call(sandbox, `GET ${path}`)).body).toEqual(before);
  });

  it('is deleted', async () => {
    const { path } = chat();
    expect((await call(sandbox, `DELETE ${path}`)).status).toBe(204);
    expect((await call(sandbox, `GET ${path}`)).status).toBe(404);
  });

  it('is found by who is in it, where there is one', async () => {
    const { id, user_id, messageCount } = chat();
    const lookUp = async (userId: unknown) =>
      (await call<Page>(sandbox, `GET /${ROBIN}/users/${userId}/chat`)).body.data;
    const entry = { chat_id: id, inbox_id: 'CLASSIC_PRIMARY', has_history: messageCount > 0 };
    expect(await lookUp(user_id)).toEqual([entry]);
    const { near } = kindsOf(strangersOf(sandbox));
    expect(await lookUp(near[0]?.ids.classic)).toEqual([]);
  });
});

describe('the people of a group', () => {
  const idsOf = async (path: string) => {
    const { body } = await call<{ data: { user: { id: string } }[] }>(sandbox, `GET ${path}?limit=100`);
    return body.data.map(({ user }) => user.id);
  };

  it('come and go, each once', async () => {
    const { path: of } = group();
    const path = `${of}/participants`;
    const before = await idsOf(path);
    const { near, far } = kindsOf(strangersOf(sandbox));
    const friend = near[0]?.ids.classic ?? '';
    const owner = sandbox.control.truth().accounts.find(({ id }) => id === ROBIN)?.user_id;
    for (const user_id of [friend, friend, owner]) {
      expect((await call(sandbox, `POST ${path}`, { user_id })).body).toEqual({ object: 'ParticipantAdded' });
    }
    expect(await idsOf(path)).toEqual([...before, friend]);
    expect(told(await call(sandbox, `POST ${path}`, { user_id: far.ids.classic }))).toEqual(REFUSED);
    expect(told(await call(sandbox, `POST ${path}`, {}))).toEqual(MALFORMED);
    expect(told(await call(sandbox, `POST ${path}`, { user_id: 'ACoNobody' }))).toEqual(UNKNOWN);
    const remove = (id: unknown) => call(sandbox, `DELETE ${path}/${id}`);
    expect((await remove(friend)).body).toEqual({ object: 'ParticipantRemoved' });
    expect(told(await remove(friend))).toEqual(UNKNOWN);
    expect(told(await remove(owner))).toEqual(REFUSED);
    expect(await idsOf(path)).toEqual(before);
  });

  it('are paged, and are none of a chat of two', async () => {
    const { path: of, participants_count } = chat(({ name }) => name === 'Alumni of the harbour school');
    const path = `${of}/participants`;
    expect(participants_count).toBe(26);
    expect((await call<Page>(sandbox, `GET ${path}`)).body.data).toHaveLength(20);
    expect((await call<Page>(sandbox, `GET ${path}?offset=20`)).body.data).toHaveLength(6);
    expect(new Set(await idsOf(path)).size).toBe(26);
    expect(told(await call(sandbox, `GET ${chat().path}/participants`))).toEqual(MALFORMED);
    expect(told(await call(sandbox, `POST ${chat().path}/participants`, { user_id: 'x' }))).toEqual(
      MALFORMED,
    );
  });
});

describe('an account', () => {
  it('has credits by service, and LinkedIn no presence', async () => {
    const credits = (query: string) => call(sandbox, `GET /${ROBIN}/linkedin/inmail-credits${query}`);
    const all = { classic: 5, sales_navigator: 12, recruiter: 40 };
    expect((await credits('')).body).toEqual({ object: 'InmailCredits', credits: all });
    expect((await credits('?service=recruiter')).body).toMatchObject({ credits: { recruiter: 40 } });
    expect((await credits('?service=recruiter')).body.credits).not.toHaveProperty('classic');
    expect(told(await credits('?service=premium'))).toEqual(MALFORMED);
    expect((await call(sandbox, `GET /${SHOP}/linkedin/inmail-credits`)).status).toBe(501);
    expect((await call(sandbox, `POST /${ROBIN}/presence`)).status).toBe(501);
    expect((await call(sandbox, `POST /${SHOP}/presence`)).status).toBe(200);
  });
});
