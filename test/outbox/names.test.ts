import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from '../../src/messaging/errors.ts';
import type { IncomingEvent } from '../../src/messaging/event.ts';
import type { Message } from '../../src/messaging/message.ts';
import { chatOf } from '../reading/fakes.ts';
import {
  account,
  chat,
  echo,
  file,
  type Gateway,
  happens,
  listedIds,
  loggedIds,
  openGateway,
  otherAccount,
  sendOf,
  start,
  unnamed,
  Vendor,
} from './naming-world.ts';

const second = 1_000;
let folder: string;
let vendor: Vendor;
let gateway: Gateway;
let time: number;

const url = () => `sqlite:${join(folder, 'parley.db')}`;
const now = () => time;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-names-'));
  time = start;
  vendor = new Vendor();
  gateway = await openGateway(vendor, url(), now);
});
afterEach(async () => {
  await gateway.store.close();
  rmSync(folder, { recursive: true });
});

async function restart(): Promise<void> {
  await gateway.store.close();
  gateway = await openGateway(vendor, url(), now);
}

/** Sends; the vendor has the message under its own id a second later and names none. Answers the id that was given out. */
async function send(text: string | null, rest: Parameters<typeof sendOf>[2] = {}): Promise<string> {
  const { message } = await gateway.outbox.dispatch(sendOf(text, unnamed, rest));
  time += second;
  if (message === null) throw new Error('There is no message.');
  return message.messageId;
}

const append = (...events: Parameters<Gateway['events']['append']>[1]) =>
  gateway.events.append('founder', events);

describe('a message that its vendor names later', () => {
  it('keeps the id that was given out: in the event that tells of it, and in those that follow', async () => {
    const ours = await send('Hello');
    expect(ours).toMatch(/^parley-/);
    const theirs = vendor.says('Hello', time);
    await append(echo(theirs));
    await append(happens('MESSAGE_DELIVERED', theirs), happens('MESSAGE_DELETED', theirs));
    expect(await loggedIds(gateway.events)).toEqual([
      ['MESSAGE_CREATED', ours, ours],
      ['MESSAGE_DELIVERED', ours],
      ['MESSAGE_DELETED', ours],
    ]);
  });

  it('comes once, however often it is told of, before and after a restart', async () => {
    await send('Hello');
    const theirs = vendor.says('Hello', time);
    await append(echo(theirs), echo(theirs));
    await restart();
    expect(await append(echo(theirs))).toEqual([]);
  });

  it('is recognised after a restart, by an event and by a list', async () => {
    const first = await send('Hello');
    time += 300 * second;
    const other = await send('Goodbye');
    await restart();
    await append(echo(vendor.says('Hello', start + second)));
    vendor.says('Goodbye', time);
    expect(await loggedIds(gateway.events)).toEqual([['MESSAGE_CREATED', first, first]]);
    expect(await listedIds(gateway.port)).toEqual([other, first]);
    await restart();
    expect(await listedIds(gateway.port)).toEqual([other, first]);
  });

  it('is recognised whatever the network does to its white space', async () => {
    const ours = await send(' Hello,\r\n\r\nhow  are you? ');
    await append(echo(vendor.says('Hello,\n\nhow are you?', time)));
    expect(await loggedIds(gateway.events)).toMatchObject([['MESSAGE_CREATED', ours, ours]]);
  });

  it('is recognised by its files where nothing is written', async () => {
    const ours = await send(null, { files: 2 });
    const one = vendor.says('', time, { attachments: [file(chat, 'vendor-1', 'a')] });
    const two = vendor.says('', time, {
      attachments: [file(chat, 'vendor-2', 'a'), file(chat, 'vendor-2', 'b')],
    });
    const none = vendor.says(null, time);
    await append(echo(one), echo(two), echo(none));
    expect((await loggedIds(gateway.events)).map(([, id]) => id)).toEqual([
      one.messageId,
      ours,
      none.messageId,
    ]);
  });

  it('is not taken for what others say, for another text, chat or account, or for what was said long before or after', async () => {
    await send('Hello');
    time += 3 * 24 * 3_600 * second;
    await restart();
    const strangers = [
      vendor.says('Hello', start, { direction: 'INBOUND' }),
      vendor.says('hello', start),
      vendor.says('Hello', start, { in: chatOf(account, 'chat-2') }),
      vendor.says('Hello', start, { in: chatOf(otherAccount, 'chat-1') }),
      vendor.says('Hello', start - 61 * second - 1),
      vendor.says('Hello', start + 2 * 24 * 3_600 * second),
    ];
    await append(...strangers.map(echo));
    expect((await loggedIds(gateway.events)).map(([, id]) => id)).toEqual(
      strangers.map(({ messageId }) => messageId),
    );
  });

  it.each([
    ['a minute early where the vendor tells milliseconds', -59_999],
    ['two minutes early where it tells whole seconds', -120_000],
    ['hours late', 5 * 3_600_001],
  ])('may come with a clock that is off: %s', async (_, off) => {
    const ours = await send('Hello');
    await append(echo(vendor.says('Hello', start + off)));
    expect(await loggedIds(gateway.events)).toMatchObject([['MESSAGE_CREATED', ours, ours]]);
  });

  it('is found by either name for the key of its client', async () => {
    const ours = await send('Hello', { clientMessageId: 'key-1' });
    const theirs = vendor.says('Hello', time);
    await append(echo(theirs));
    expect(await gateway.outbox.clientMessageIds([{ ...theirs, messageId: ours }, theirs])).toEqual([
      'key-1',
      'key-1',
    ]);
    const again = await gateway.outbox.dispatch(sendOf('Hello', unnamed, { clientMessageId: 'key-1' }));
    expect(again.message?.messageId).toBe(ours);
  });

  it('is not claimed where that cannot be kept', async () => {
    const ours = await send('Hello');
    const theirs = vendor.says('Hello', time);
    await sql`alter table outbox rename to elsewhere`.execute(gateway.store.db);
    await expect(append(echo(theirs))).rejects.toThrow();
    expect(await loggedIds(gateway.events)).toEqual([]);
    await sql`alter table elsewhere rename to outbox`.execute(gateway.store.db);
    await append(echo(theirs));
    expect(await loggedIds(gateway.events)).toMatchObject([['MESSAGE_CREATED', ours, ours]]);
  });
});

describe('an event that does not say what the message is', () => {
  const thin = (message: Message): IncomingEvent => ({
    ...echo(message),
    event: { ...created(message), message: null },
  });
  const created = (message: Message) => {
    const { event } = echo(message);
    if (event.type !== 'MESSAGE_CREATED') throw new Error('It is another event.');
    return event;
  };
  let loads: string[];
  beforeEach(async () => {
    loads = [];
    await gateway.store.close();
    gateway = await openGateway(vendor, url(), now, async ({ messageId }) => {
      loads.push(messageId);
      if (messageId === 'vendor-2') throw failure('PROVIDER_UNAVAILABLE', 'Down.');
      return vendor.said.find((one) => one.messageId === messageId) ?? null;
    });
  });

  it('has it loaded where a send of its chat waits for its name, and nowhere else', async () => {
    const ours = await send('Hello');
    const theirs = vendor.says('Hello', time);
    const elsewhere = vendor.says('Hello', time, { in: chatOf(account, 'chat-2') });
    await append(thin(elsewhere), thin(theirs));
    await append(thin(theirs), thin(vendor.says('Hello again', time)));
    expect(loads).toEqual([theirs.messageId]);
    expect(await loggedIds(gateway.events)).toEqual([
      ['MESSAGE_CREATED', elsewhere.messageId],
      ['MESSAGE_CREATED', ours, ours],
      ['MESSAGE_CREATED', 'vendor-3'],
    ]);
  });

  it('keeps the id of its vendor where that fails, in events and lists', async () => {
    await send('Hello');
    vendor.says('Good morning', start - 3_600 * second);
    const theirs = vendor.says('Hello', time);
    await append(thin(theirs));
    expect(loads).toEqual([theirs.messageId]);
    expect(await loggedIds(gateway.events)).toEqual([['MESSAGE_CREATED', theirs.messageId]]);
    expect(await listedIds(gateway.port)).toEqual([theirs.messageId, 'vendor-1']);
  });
});

describe('equal texts', () => {
  it('in a row are told apart by their order', async () => {
    const [first, next] = [await send('Hello'), await send('Hello')];
    await append(echo(vendor.says('Hello', start + 500)), echo(vendor.says('Hello', start + 1_500)));
    expect((await loggedIds(gateway.events)).map(([, id]) => id)).toEqual([first, next]);
  });

  it('in one list, which is newest first, too', async () => {
    const [first, next] = [await send('Hello'), await send('Hello')];
    vendor.says('Hello', start + second);
    vendor.says('Hello', start + second);
    expect(await listedIds(gateway.port)).toEqual([next, first]);
  });

  it('minutes apart are told apart by their times, also when the later one is heard of first', async () => {
    const first = await send('Hello');
    time += 600 * second;
    const next = await send('Hello');
    await append(echo(vendor.says('Hello', time)), echo(vendor.says('Hello', start + second)));
    expect((await loggedIds(gateway.events)).map(([, id]) => id)).toEqual([next, first]);
  });

  it('of two accounts stay with their accounts', async () => {
    const first = await send('Hello');
    const other = await send('Hello', { account: otherAccount });
    await append(
      echo(vendor.says('Hello', time, { in: chatOf(otherAccount, chat.chatId) })),
      echo(vendor.says('Hello', time)),
    );
    expect((await loggedIds(gateway.events)).map(([, id]) => id)).toEqual([other, first]);
  });

  it('that were typed elsewhere and told of keep their id, also after a restart', async () => {
    const typed = vendor.says('ok', start);
    await append(echo(typed));
    time += 30 * second;
    const ours = await send('ok');
    await restart();
    expect(await listedIds(gateway.port)).toEqual([typed.messageId]);
    await append(echo(vendor.says('ok', time)));
    expect((await loggedIds(gateway.events)).map(([, id]) => id)).toEqual([typed.messageId, ours]);
  });

  it('that were typed elsewhere and listed before the send are not it, however late they are listed again', async () => {
    const typed = vendor.says('ok', start);
    await listedIds(gateway.port);
    time += 30 * second;
    const ours = await send('ok');
    time += 600 * second;
    expect(await listedIds(gateway.port)).toEqual([typed.messageId]);
    vendor.says('ok', start + 30 * second);
    expect(await listedIds(gateway.port)).toEqual([ours, typed.messageId]);
  });
});

describe('a message that is seen before its send was answered', () => {
  /** A send whose answer the test gives. */
  function sending(text: string, rest: Parameters<typeof sendOf>[2] = {}) {
    let answer: (messageIds: string[]) => void = () => {};
    let isAsked = false;
    const answered = new Promise<{ messageIds: string[]; chatId: null }>((resolve) => {
      answer = (messageIds) => resolve({ messageIds, chatId: null });
    });
    const outcome = gateway.outbox.dispatch(
      sendOf(
        text,
        () => {
          isAsked = true;
          return answered;
        },
        rest,
      ),
    );
    return { outcome, answer, isSent: () => vi.waitUntil(() => isAsked) };
  }

  it.each(['an event', 'a list'])('by %s has one id, under which it was seen', async (what) => {
    const { outcome, answer, isSent } = sending('Hello', { clientMessageId: 'key-1' });
    await isSent();
    const theirs = vendor.says('Hello', time);
    if (what === 'an event') await append(echo(theirs));
    else await listedIds(gateway.port);
    time += 60 * second;
    answer([]);
    expect((await outcome).message?.messageId).toBe(theirs.messageId);
    await append(echo(theirs));
    expect(await loggedIds(gateway.events)).toEqual([
      ['MESSAGE_CREATED', theirs.messageId, theirs.messageId],
    ]);
    expect(await listedIds(gateway.port)).toEqual([theirs.messageId]);
    expect(await gateway.outbox.clientMessageIds([theirs])).toEqual(['key-1']);
  });

  it('is of one of two sends; the other has its own', async () => {
    const [one, other] = [sending('Hello'), sending('Hello')];
    await Promise.all([one.isSent(), other.isSent()]);
    const theirs = vendor.says('Hello', time);
    await append(echo(theirs));
    one.answer([]);
    other.answer([]);
    const ids = [(await one.outcome).message?.messageId, (await other.outcome).message?.messageId];
    expect(ids[0]).toBe(theirs.messageId);
    await append(echo(vendor.says('Hello', time)));
    expect((await loggedIds(gateway.events)).map(([, id]) => id)).toEqual(ids);
  });

  it('is that of the one of two equal sends that was answered, though it began later', async () => {
    const one = sending('Hello');
    await one.isSent();
    time += second;
    const other = sending('Hello');
    await other.isSent();
    vendor.says('Hello', time);
    time += second;
    vendor.says('Hello', time);
    time += second;
    other.answer([]);
    const later = (await other.outcome).message?.messageId;
    await listedIds(gateway.port);
    one.answer([]);
    const earlier = (await one.outcome).message?.messageId;
    const shown = await listedIds(gateway.port);
    expect(new Set(shown)).toEqual(new Set([earlier, later]));
  });

  it('is not mistaken for another that waits for its name, whichever the vendor names', async () => {
    const waiting = await send('Hello');
    time += 600 * second;
    const { outcome, answer, isSent } = sending('Hello');
    await isSent();
    const theirs = vendor.says('Hello', time);
    await append(echo(theirs));
    answer([theirs.messageId]);
    expect((await outcome).message?.messageId).toBe(theirs.messageId);
    await append(echo(vendor.says('Hello', start)));
    expect((await loggedIds(gateway.events)).map(([, id]) => id)).toEqual([theirs.messageId, waiting]);
  });

  it('changes places with another that says the same where it was taken for that', async () => {
    const waiting = await send('Hello');
    const { outcome, answer, isSent } = sending('Hello');
    await isSent();
    const theirs = vendor.says('Hello', time);
    await append(echo(theirs));
    answer([theirs.messageId]);
    const ours = (await outcome).message?.messageId;
    await append(echo(vendor.says('Hello', time)));
    expect((await loggedIds(gateway.events)).map(([, id]) => id)).toEqual([waiting, ours]);
    expect(await gateway.outbox.message({ ...theirs, messageId: ours ?? '' })).toBeNull();
  });
});

describe('a chat that was started and is not known yet', () => {
  const startOf = (text: string, key: string) =>
    gateway.outbox.dispatch(
      sendOf(text, unnamed, { kind: 'START', chatId: null, clientMessageId: key, request: { key } }),
    );

  it('has shown no message, so that keeps the id of its vendor, and the key of its client finds it', async () => {
    expect(await startOf('Hello', 'key-1')).toEqual({ chatId: null, message: null });
    const theirs = vendor.says('Hello', time);
    await append(echo(theirs));
    expect(await loggedIds(gateway.events)).toEqual([
      ['MESSAGE_CREATED', theirs.messageId, theirs.messageId],
    ]);
    expect(await gateway.outbox.clientMessageIds([theirs])).toEqual(['key-1']);
    expect(await startOf('Hello', 'key-1')).toEqual({ chatId: null, message: null });
  });

  it('is not guessed where several people were told the same', async () => {
    await Promise.all([startOf('Hello', 'key-1'), startOf('Hello', 'key-2')]);
    const theirs = vendor.says('Hello', time);
    await append(echo(theirs));
    expect(await gateway.outbox.clientMessageIds([theirs])).toEqual([null]);
  });
});
