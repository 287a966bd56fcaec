import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.ts';
import { manualClock } from '../../../src/sandbox/index.ts';
import { type Api, apiOf, type List, pick, sandboxFor } from '../support.ts';

interface Item {
  id: string;
  timestamp: string;
}

describe('lists of Unipile v1', () => {
  const clock = manualClock();
  let sandbox: Sandbox;
  let api: Api;

  beforeEach(async () => {
    sandbox = await sandboxFor({ clock });
    api = apiOf(sandbox);
  });

  async function walk(path: string, limit: number): Promise<Item[]> {
    const items: Item[] = [];
    let page = (await api<List<Item>>('GET', `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`)).body;
    items.push(...page.items);
    while (page.cursor !== null) {
      const [plainPath] = path.split('?');
      page = (await api<List<Item>>('GET', `${plainPath}?cursor=${encodeURIComponent(page.cursor)}`)).body;
      expect(page.items.length).toBeLessThanOrEqual(limit);
      items.push(...page.items);
    }
    return items;
  }

  it('gives every message once, newest first, with any page size', async () => {
    const { chats, messages } = sandbox.unipileV1.control.truth();
    const lengthOf = (id: string) => messages.filter(({ chat_id }) => chat_id === id).length;
    const long = pick(chats, ({ id }) => lengthOf(id) >= 2000);
    const walked = await walk(`/chats/${long.id}/messages`, 37);
    expect(walked).toHaveLength(lengthOf(long.id));
    expect(new Set(walked.map(({ id }) => id)).size).toBe(walked.length);
    const times = walked.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('carries the filters in the cursor', async () => {
    const account = pick(sandbox.unipileV1.control.truth().accounts, ({ type }) => type === 'INSTAGRAM');
    const chats = await walk(`/chats?account_id=${account.id}`, 10);
    expect(chats.length).toBe(
      sandbox.unipileV1.control.truth().chats.filter((chat) => chat.account_id === account.id).length,
    );
    const { body } = await api<List<Item>>('GET', `/chats?account_id=${account.id}&limit=10`);
    expect(JSON.parse(Buffer.from(body.cursor ?? '', 'base64').toString())).toEqual({
      account_id: account.id,
      limit: 10,
      cursor: { last_id: body.items[9]?.id, last_date: body.items[9]?.timestamp },
    });
  });

  it('goes on behind the same place while news arrive, and with equal times', async () => {
    const { control } = sandbox.unipileV1;
    const chat = pick(control.truth().chats, ({ type }) => type === 0);
    const before = control.truth().messages.filter((message) => message.chat_id === chat.id).length;
    for (let count = 0; count < 5; count++) {
      control.inbound({ chatId: chat.id, text: `same time ${count}`, at: clock.now() });
    }
    const first = (await api<List<Item>>('GET', `/chats/${chat.id}/messages?limit=3`)).body;
    control.inbound({ chatId: chat.id, text: 'in between' });
    const ids = first.items.map(({ id }) => id);
    let { cursor } = first;
    while (cursor !== null) {
      const page: List<Item> = (
        await api<List<Item>>('GET', `/chats/${chat.id}/messages?cursor=${encodeURIComponent(cursor)}`)
      ).body;
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
    }
    expect(ids).toHaveLength(before + 5);
    expect(new Set(ids).size).toBe(before + 5);
  });

  it('filters chats by account, network, unread, and time, bounds excluded', async () => {
    const { chats, accounts } = sandbox.unipileV1.control.truth();
    const [one, two] = accounts;
    const several = await walk(`/chats?account_id=${one?.id},${two?.id}`, 250);
    expect(several).toHaveLength(
      chats.filter(({ account_id }) => account_id === one?.id || account_id === two?.id).length,
    );
    expect(await walk('/chats?account_type=TELEGRAM', 250)).toHaveLength(
      chats.filter(({ account_type }) => account_type === 'TELEGRAM').length,
    );
    const unread = await walk('/chats?unread=true', 250);
    expect(unread).toHaveLength(chats.filter(({ unread_count }) => unread_count > 0).length);
    expect(unread.length).toBeGreaterThan(20);
    const all = await walk('/chats', 250);
    const [newest, , , older] = all;
    const between = await walk(`/chats?before=${newest?.timestamp}&after=${older?.timestamp}`, 250);
    expect(between.map(({ id }) => id)).toEqual(all.slice(1, 3).map(({ id }) => id));
  });

  it('filters messages by sender, in either kind of id', async () => {
    const { chats, attendees } = sandbox.unipileV1.control.truth();
    const chat = pick(chats, ({ account_type, type }) => account_type === 'WHATSAPP' && type === 1);
    const self = pick(
      attendees,
      ({ account_id, is_self }) => account_id === chat.account_id && is_self === 1,
    );
    const byOne = await walk(`/chats/${chat.id}/messages?sender_id=${self.id}`, 250);
    const byOther = await walk(`/chats/${chat.id}/messages?sender_id=${self.provider_id}`, 250);
    expect(byOne.length).toBeGreaterThan(0);
    expect(byOther).toEqual(byOne);
  });

  it('finds a chat by its provider id only with the account', async () => {
    const chat = pick(sandbox.unipileV1.control.truth().chats);
    const path = `/chats/${encodeURIComponent(chat.provider_id)}`;
    expect((await api('GET', path)).status).toBe(404);
    const found = await api('GET', `${path}?account_id=${chat.account_id}`);
    expect(found.body.id).toBe(chat.id);
  });

  it.each([
    '/chats?limit=0',
    '/chats?limit=251',
    '/chats?limit=ten',
    '/chats?cursor=',
    '/chats?cursor=abc',
    '/messages?before=yesterday',
    '/chats?account_type=PIGEON',
    '/chats?unread=1',
  ])('refuses %s', async (path) => {
    const { status, body } = await api('GET', path);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      status: 400,
      type: 'errors/invalid_parameters',
      title: 'Invalid parameters',
    });
  });

  it('opens only with the key', async () => {
    const bare = await fetch(`${sandbox.unipileV1.baseUrl}/chats`);
    expect(await bare.json()).toMatchObject({ status: 401, type: 'errors/missing_credentials' });
    const wrong = await fetch(`${sandbox.unipileV1.baseUrl}/chats`, { headers: { 'X-API-KEY': 'wrong' } });
    expect(await wrong.json()).toMatchObject({ status: 401, type: 'errors/invalid_credentials' });
    expect((await api('GET', '/pigeons')).body).toMatchObject({ type: 'errors/resource_not_found' });
  });
});
