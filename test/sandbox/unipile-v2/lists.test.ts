import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock, realClock } from '../../../src/sandbox/clock.ts';
import { startUnipileV2, type UnipileV2Sandbox } from '../../../src/sandbox/unipile-v2/server.ts';
import { kindsOf, strangersOf } from './people.ts';
import { call, type Page, ROBIN, SHOP } from './vendor.ts';

let sandbox: UnipileV2Sandbox;
beforeAll(async () => {
  sandbox = await startUnipileV2({ clock: realClock, life: false, port: 0 });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

const inbox = (id: string) => `GET /${ROBIN}/inboxes/${id}/chats`;

describe('the door', () => {
  it('asks for a key, then for an account', async () => {
    const anonymous = await fetch(`${sandbox.baseUrl}/${ROBIN}/inboxes`);
    expect([anonymous.status, await anonymous.json()]).toMatchObject([
      401,
      { type: 'api/missing_authorization' },
    ]);
    expect((await call(sandbox, 'GET /acc_nobody/inboxes')).body).toMatchObject({
      type: 'api/resource_not_found',
    });
    expect((await call(sandbox, 'GET /nobody/inboxes')).body).toMatchObject({
      type: 'api/invalid_parameters',
    });
    sandbox.control.accountStatus({ accountId: ROBIN, status: 'disconnected' });
    expect((await call(sandbox, `GET /${ROBIN}/inboxes`)).body).toMatchObject({
      type: 'provider/invalid_authorization',
    });
    for (const slash of ['', '/']) {
      const { body } = await call(sandbox, `GET /accounts/${ROBIN}${slash}`);
      expect(body).toMatchObject({ id: ROBIN, status: 'disconnected' });
    }
  });

  it('refuses a key that is not valid', async () => {
    const answer = await call(sandbox, 'GET /accounts/', undefined, { 'x-api-key': 'wrong' });
    expect(answer.body).toMatchObject({ status: 401, type: 'api/expired_authorization' });
  });

  it('closes for one product alone where only that is signed out', async () => {
    const chat = sandbox.control.truth().chats.find(({ product }) => product === 'recruiter');
    const recruiter = [
      inbox('RECRUITER_PRIMARY'),
      `GET /${ROBIN}/chats/${encodeURIComponent(chat?.id ?? '')}`,
      `GET /${ROBIN}/chats/${encodeURIComponent(chat?.id ?? '')}/messages`,
    ];
    const statuses = async () =>
      Promise.all(recruiter.map(async (path) => (await call(sandbox, path)).status));
    sandbox.control.accountStatus({ accountId: ROBIN, status: 'disconnected', product: 'recruiter' });
    expect(await statuses()).toEqual([401, 401, 401]);
    expect((await call(sandbox, inbox('CLASSIC_PRIMARY'))).status).toBe(200);
    sandbox.control.accountStatus({ accountId: ROBIN, status: 'running', product: 'recruiter' });
    expect(await statuses()).toEqual([200, 200, 200]);
  });

  it('keeps LinkedIn to its inboxes and others to the flat routes', async () => {
    expect((await call(sandbox, `GET /${ROBIN}/chats`)).status).toBe(501);
    expect((await call(sandbox, `GET /${SHOP}/inboxes`)).status).toBe(501);
    expect((await call<Page>(sandbox, `GET /${SHOP}/chats?limit=5`)).body.data).toHaveLength(5);
  });
});

describe('inboxes', () => {
  it('has a primary for every product, and views of it', async () => {
    const { body } = await call<Page>(sandbox, `GET /${ROBIN}/inboxes`);
    const ids = body.data.map(({ id }) => id);
    for (const id of [
      'CLASSIC_PRIMARY',
      'SALES_NAVIGATOR_PRIMARY',
      'RECRUITER_PRIMARY',
      'COMPANY_734211_PRIMARY',
      'RECRUITER_UNREAD',
      'CLASSIC_INMAIL',
    ]) {
      expect(ids).toContain(id);
    }
  });

  it.each(['CLASSIC_PRIMARY', 'SALES_NAVIGATOR_PRIMARY', 'COMPANY_734211_PRIMARY'])(
    'pages %s by offset, newest first',
    async (id) => {
      const all = (await call<Page>(sandbox, `${inbox(id)}?limit=100`)).body.data;
      const walked: string[] = [];
      for (let offset = 0; ; offset += 7) {
        const { body } = await call<Page>(sandbox, `${inbox(id)}?limit=7&offset=${offset}`);
        if (body.data.length === 0) break;
        walked.push(...body.data.map((chat) => chat.id));
      }
      expect(walked).toEqual(all.map((chat) => chat.id));
      const refused = await call(sandbox, `${inbox(id)}?cursor=abc`);
      expect(refused.body).toMatchObject({ status: 400, type: 'api/invalid_parameters' });
    },
  );

  it('lets a cursor hold the filters that its list began with', async () => {
    const list = (query: string) => call<Page>(sandbox, `GET /${SHOP}/chats?${query}`);
    const unread = (await list('limit=100&is_unread=true')).body.data.map(({ id }) => id);
    const first = (await list('limit=4&is_unread=true')).body;
    const second = (await list(`limit=4&cursor=${encodeURIComponent(first.next_cursor ?? '')}`)).body;
    expect(unread.length).toBeGreaterThan(8);
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(unread.slice(0, 8));
  });

  it('lets a cursor go on in its own list only', async () => {
    const first = (await call<Page>(sandbox, `${inbox('RECRUITER_PRIMARY')}?limit=2`)).body;
    const cursor = encodeURIComponent(first.next_cursor ?? '');
    expect((await call(sandbox, `${inbox('RECRUITER_PRIMARY')}?cursor=${cursor}`)).status).toBe(200);
    expect((await call(sandbox, `${inbox('RECRUITER_UNREAD')}?cursor=${cursor}`)).status).toBe(400);
  });

  it('gives 20 where nobody says how many, and 100 at most', async () => {
    const sandboxChat = sandbox.control.truth().chats.find(({ messageCount }) => messageCount > 100);
    const path = `GET /${sandboxChat?.accountId}/chats/${encodeURIComponent(sandboxChat?.id ?? '')}/messages`;
    const count = async (query: string) => (await call<Page>(sandbox, path + query)).body.data.length;
    expect([await count(''), await count('?limit=100'), await count('?limit=1000')]).toEqual([20, 100, 100]);
    for (const query of ['?limit=0', '?limit=abc', '?before=yesterday']) {
      expect((await call(sandbox, path + query)).status).toBe(400);
    }
  });

  it('tells chats by when they began', async () => {
    const { data } = (
      await call<{ data: { id: string; created_at: string }[] }>(sandbox, `GET /${SHOP}/chats?limit=100`)
    ).body;
    const times = data.map(({ created_at }) => created_at).sort();
    const [after, before] = [times[9] ?? '', times[30] ?? ''];
    const some = await call<Page>(sandbox, `GET /${SHOP}/chats?limit=100&after=${after}&before=${before}`);
    const expected = data.filter(({ created_at }) => created_at > after && created_at < before);
    expect(some.body.data.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    expect(expected).toHaveLength(20);
  });

  it('pages Recruiter by cursor and refuses an offset', async () => {
    const walked: string[] = [];
    let cursor = '';
    do {
      const { body } = await call<Page>(sandbox, `${inbox('RECRUITER_PRIMARY')}?limit=10${cursor}`);
      walked.push(...body.data.map(({ id }) => id));
      cursor = body.next_cursor === null ? '' : `&cursor=${encodeURIComponent(body.next_cursor)}`;
    } while (cursor !== '');
    expect(new Set(walked).size).toBe(walked.length);
    expect(walked.length).toBeGreaterThanOrEqual(25);
    expect((await call(sandbox, `${inbox('RECRUITER_PRIMARY')}?offset=10`)).body).toMatchObject({
      type: 'provider/invalid_parameters',
    });
  });

  it('can answer short pages that are not the last, and loses nothing', async () => {
    const total = (await call<Page>(sandbox, `${inbox('CLASSIC_PRIMARY')}?limit=100`)).body.data.length;
    sandbox.control.switches({ shortPages: true });
    let count = 0;
    let short = 0;
    for (let offset = 0; ; offset += 10) {
      const { body } = await call<Page>(sandbox, `${inbox('CLASSIC_PRIMARY')}?limit=10&offset=${offset}`);
      if (body.data.length === 0) break;
      count += body.data.length;
      if (body.data.length < 10) short += 1;
    }
    expect(count).toBe(total);
    expect(short).toBeGreaterThan(2);
  });

  it('has no filters on LinkedIn', async () => {
    expect((await call(sandbox, `${inbox('CLASSIC_PRIMARY')}?is_unread=true`)).status).toBe(400);
  });
});

describe('messages', () => {
  it('repeats ids across chats, but never within one', async () => {
    const { chats, messages } = sandbox.control.truth();
    const first = messages.filter(({ id }) => id === 'm-1');
    expect(first.length).toBe(chats.length);
    const keys = messages.map(({ chat_id, id }) => `${chat_id} ${id}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('gives one message in Classic only', async () => {
    const { chats } = sandbox.control.truth();
    const statusOf = async (product: string) => {
      const chat = chats.find((one) => one.product === product);
      return (
        await call(
          sandbox,
          `GET /${chat?.accountId}/chats/${encodeURIComponent(chat?.id ?? '')}/messages/m-1`,
        )
      ).status;
    };
    expect([
      await statusOf('classic'),
      await statusOf('recruiter'),
      await statusOf('sales_navigator'),
    ]).toEqual([200, 501, 501]);
  });

  it('serves the bytes of an attachment', async () => {
    const withFile = sandbox.control.truth().messages.find(({ attachments }) => {
      return (attachments as { mimetype: string; file_size?: number }[]).some(
        (one) => one.mimetype === 'application/pdf' && one.file_size,
      );
    });
    const [attachment] = (withFile?.attachments ?? []) as { id: string; file_size: number }[];
    const chat = sandbox.control.truth().chats.find(({ id }) => id === withFile?.chat_id);
    const path = [
      chat?.accountId,
      'chats',
      withFile?.chat_id,
      'messages',
      withFile?.id,
      'attachments',
      attachment?.id,
    ];
    const answer = await call<string>(
      sandbox,
      `GET /${path.map((part) => encodeURIComponent(String(part))).join('/')}`,
    );
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.body.startsWith('%PDF')).toBe(true);
  });
});

describe('limits and caches', () => {
  it('opens a window with the first call and says when it closes', async () => {
    const clock = manualClock();
    const own = await startUnipileV2({ clock, life: false, port: 0 });
    own.control.switches({ rateLimit: { calls: 2, windowMs: 60_000 } });
    const read = () => call(own, `GET /${ROBIN}/inboxes`);
    expect([(await read()).status, (await read()).status]).toEqual([200, 200]);
    const refused = await read();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect((await call(own, `GET /${SHOP}/chats`)).status).toBe(200);
    await clock.advance(60_000);
    expect((await read()).status).toBe(200);
    await own.close();
  });

  it('counts neither what was refused for another reason nor what comes from the cache', async () => {
    sandbox.control.switches({ rateLimit: { calls: 1, windowMs: 60_000 }, cache: 'healthy' });
    const read = async (path: string) => (await call(sandbox, path)).status;
    expect(await read(`${inbox('CLASSIC_PRIMARY')}?is_unread=true`)).toBe(400);
    expect(await read(`GET /${ROBIN}/inboxes`)).toBe(200);
    expect(await read(`GET /${ROBIN}/inboxes`)).toBe(200);
    expect(await read(inbox('NOWHERE'))).toBe(404);
    expect(await read(inbox('CLASSIC_PRIMARY'))).toBe(429);
    expect(await read('GET /accounts/')).toBe(200);
  });

  it('answers from its cache for an hour, and says how old the answer is', async () => {
    const clock = manualClock();
    const own = await startUnipileV2({ clock, life: false, port: 0 });
    own.control.switches({ cache: 'stale' });
    const read = async (control?: string) => {
      const headers: Record<string, string> = control === undefined ? {} : { 'cache-control': control };
      const answer = await call(own, `GET /${ROBIN}/inboxes`, undefined, headers);
      return [answer.headers.get('x-cache'), answer.headers.get('age')];
    };
    expect(await read('no-store')).toEqual(['MISS', '0']);
    expect(await read()).toEqual(['MISS', '0']);
    await clock.advance(90_000);
    expect(await read()).toEqual(['HIT', '90']);
    expect(await read('max-age=100')).toEqual(['HIT', '90']);
    expect(await read('max-age=60')).toEqual(['MISS', '0']);
    expect(await read('max-age=0')).toEqual(['MISS', '0']);
    expect(await read('no-cache')).toEqual(['MISS', '0']);
    await clock.advance(3_599_000);
    expect(await read()).toEqual(['HIT', '3599']);
    await clock.advance(1000);
    expect(await read()).toEqual(['MISS', '0']);
    await own.close();
  });

  it.each([
    ['stale', 'HIT'],
    ['healthy', 'MISS'],
  ] as const)('notices in a %s cache what comes in: %s', async (cache, expected) => {
    sandbox.control.switches({ cache });
    const path = `${inbox('CLASSIC_PRIMARY')}?limit=1`;
    const first = await call<Page>(sandbox, path);
    sandbox.control.inbound({ chatId: first.body.data[0]?.id ?? '', text: 'unseen' });
    const second = await call<Page>(sandbox, path);
    expect(second.headers.get('x-cache')).toBe(expected);
    expect(first.body).not.toEqual(
      (await call(sandbox, path, undefined, { 'cache-control': 'no-cache' })).body,
    );
  });

  it('forgets what it kept when something is written, and asks about the account first', async () => {
    sandbox.control.switches({ cache: 'stale' });
    const path = inbox('CLASSIC_PRIMARY');
    const state = async () => (await call(sandbox, path)).headers.get('x-cache');
    const [chat] = (await call<Page>(sandbox, path)).body.data;
    expect(await state()).toBe('HIT');
    const marked = `PATCH /${ROBIN}/chats/${encodeURIComponent(chat?.id ?? '')}`;
    await call(sandbox, marked, { read_status: true });
    expect([await state(), await state()]).toEqual(['MISS', 'HIT']);
    // A chat in which nothing is said tells nobody.
    const body = { users_ids: [kindsOf(strangersOf(sandbox)).near[0]?.ids.classic], text: '' };
    await call(sandbox, `POST /${ROBIN}/inboxes/CLASSIC_PRIMARY/chats/send`, body);
    expect([await state(), await state()]).toEqual(['MISS', 'HIT']);
    sandbox.control.accountStatus({ accountId: ROBIN, status: 'disconnected' });
    expect((await call(sandbox, path)).status).toBe(401);
    sandbox.control.accountStatus({ accountId: ROBIN, status: 'running' });
    expect(await state()).toBe('MISS');
  });

  it('starts with the same world every time', async () => {
    const other = await startUnipileV2({ clock: realClock, life: false, port: 0 });
    const shape = (one: UnipileV2Sandbox) =>
      one.control.truth().messages.map(({ chat_id, id, text }) => [chat_id, id, text]);
    expect(shape(other)).toEqual(shape(sandbox));
    await other.close();
  });
});
