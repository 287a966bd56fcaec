import { beforeEach, describe, expect, it } from 'vitest';
import type { Changes } from '../../../src/messaging/provider.ts';
import { caller } from '../support.ts';
import { one, world } from './world.ts';

const at = world();
const port = () => at.port('WHATSAPP');
const { call } = caller();

let chatId: string;
/** Unix milliseconds. */
let clock: number;
beforeEach(async () => {
  ({ chatId } = await at.chat('WHATSAPP'));
  clock = Date.now();
  setClock();
});
const setClock = () => {
  at.kit().clock.now = () => clock;
};

const changes = async (position: string | null): Promise<Changes> => {
  const found = await port().changes?.(position, call);
  if (found === undefined) throw new Error('It has no changes.');
  return found;
};
const told = ({ events }: Changes) =>
  events.map(({ event }) => (event.type === 'SYNCHRONIZATION_CHANGED' ? event.syncStatus : event.type));
const shown = async () => (await port().chat(chatId, call))?.syncStatus;

describe('a synchronization that was begun', () => {
  it('is asked for again until it is done; each step is told once', async () => {
    expect(await shown()).toBeNull();
    expect(await port().synchronizeChat?.(chatId, call)).toBe('STARTED');
    expect(await shown()).toBe('STARTED');
    at.forget();

    let news = await changes(null);
    expect(told(news)).toEqual(['STARTED']);
    expect(at.routes()).toEqual([]);
    const pauses: number[] = [];
    const steps: unknown[] = [];
    while (Number.isFinite(news.againMs)) {
      pauses.push(news.againMs ?? 0);
      clock += news.againMs ?? 0;
      news = await changes(news.position);
      steps.push(...told(news));
    }
    expect(steps).toEqual(['RUNNING', 'DONE']);
    expect(pauses).toEqual([2_000, 2_000]);
    expect(at.routes()).toEqual(Array(2).fill('GET /chats/{chat_id}/sync'));
    expect(await shown()).toBe('DONE');

    at.forget();
    clock += 600_000;
    news = await changes(news.position);
    expect(told(await changes(news.position))).toEqual([]);
    expect(at.routes()).toEqual([]);
  });

  it('is asked for after longer and longer', async () => {
    at.control().fault({
      route: 'GET /chats/{chat_id}/sync',
      times: -1,
      status: 200,
      body: { object: 'ChatHistorySync', chat_id: chatId, status: 'SYNC_RUNNING' },
    });
    await port().synchronizeChat?.(chatId, call);
    const pauses: number[] = [];
    for (let news = await changes(null); pauses.length < 8; news = await changes(news.position)) {
      pauses.push((news.againMs ?? 0) / 1_000);
      clock += news.againMs ?? 0;
    }
    expect(pauses).toEqual([2, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('is told again where the log did not take it, the same', async () => {
    await port().synchronizeChat?.(chatId, call);
    const lost = await changes(null);
    const again = await changes(null);
    expect(again.events.map(({ identity }) => identity)).toEqual(lost.events.map(({ identity }) => identity));
  });

  it('a second time is news again', async () => {
    const finish = async (position: string | null) => {
      await port().synchronizeChat?.(chatId, call);
      await port().synchronizeChat?.(chatId, call);
      await port().synchronizeChat?.(chatId, call);
      const news = await changes(position);
      clock += 1;
      return news;
    };
    const first = await finish(null);
    const second = await finish(first.position);
    expect([told(first), told(second)]).toEqual([['DONE'], ['DONE']]);
    expect(one(second.events).identity).not.toEqual(one(first.events).identity);
  });

  it('goes on after a restart', async () => {
    await port().synchronizeChat?.(chatId, call);
    const { position } = await changes(null);
    await at.restart();
    setClock();
    expect(told(await changes(position))).toEqual(['RUNNING']);
  });

  it('fails with the account, and where it never ends', async () => {
    await port().synchronizeChat?.(chatId, call);
    at.control().accountStatus({ accountId: at.account('WHATSAPP').accountId, status: 'CREDENTIALS' });
    const { position } = await changes(null);
    clock += 2_000;
    const failed = await changes(position);
    expect(told(failed)).toEqual(['FAILED']);

    at.control().accountStatus({ accountId: at.account('WHATSAPP').accountId, status: 'OK' });
    await port().synchronizeChat?.(chatId, call);
    const { position: begun } = await changes(failed.position);
    at.forget();
    clock += 31 * 60_000;
    const ended = await changes(begun);
    expect(one(ended.events).event).toMatchObject({
      syncStatus: 'FAILED',
      error: { code: 'PROVIDER_UNAVAILABLE' },
    });
    expect(at.routes()).toEqual([]);
  });

  it('waits where the vendor asks for a pause', async () => {
    await port().synchronizeChat?.(chatId, call);
    const { position } = await changes(null);
    at.control().fault({ route: 'GET /chats/{chat_id}/sync', status: 429, times: 1 });
    clock += 2_000;
    const paused = await changes(position);
    expect(paused.pause).toMatchObject({ code: 'RATE_LIMITED' });
    expect(told(paused)).toEqual([]);
    clock += 120_000;
    expect(told(await changes(paused.position))).toEqual(['RUNNING']);
  });
});
