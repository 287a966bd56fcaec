import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock, realClock } from '../../../src/sandbox/clock.ts';
import { startUnipileV2, type UnipileV2Sandbox } from '../../../src/sandbox/unipile-v2/server.ts';
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
    expect((await call(sandbox, `GET /accounts/${ROBIN}`)).body).toMatchObject({ status: 'disconnected' });
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

  it('answers from its cache until something is written, or a client wants it fresh', async () => {
    sandbox.control.switches({ cache: 'stale' });
    const path = `${inbox('CLASSIC_PRIMARY')}?limit=1`;
    const first = await call<Page>(sandbox, path);
    const chatId = first.body.data[0]?.id ?? '';
    expect(first.headers.get('x-cache')).toBe('MISS');
    sandbox.control.inbound({ chatId, text: 'unseen' });
    const second = await call<Page>(sandbox, path);
    expect([second.headers.get('x-cache'), second.body]).toEqual(['HIT', first.body]);
    const fresh = await call<Page>(sandbox, path, undefined, { 'cache-control': 'no-cache' });
    expect(fresh.body).not.toEqual(first.body);
  });

  it('starts with the same world every time', async () => {
    const other = await startUnipileV2({ clock: realClock, life: false, port: 0 });
    const shape = (one: UnipileV2Sandbox) =>
      one.control.truth().messages.map(({ chat_id, id, text }) => [chat_id, id, text]);
    expect(shape(other)).toEqual(shape(sandbox));
    await other.close();
  });
});
