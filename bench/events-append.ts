import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventLog } from '../src/events/log.ts';
import type { IncomingEvent } from '../src/messaging/event.ts';
import type { Log } from '../src/messaging/log.ts';
import { openStore } from '../src/store/open.ts';

/** How many durable appends a second: one after the other, and many at once as webhooks come. */
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };
const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
const store = await openStore(`sqlite:${join(folder, 'parley.db')}`, quiet);
const log = await openEventLog(store);

let made = 0;
function next(): readonly IncomingEvent[] {
  made += 1;
  const event = {
    type: 'MESSAGE_CREATED',
    accountId: 'account',
    chatId: 'chat',
    messageId: `message-${made}`,
    at: '2026-03-01T09:00:00.000Z',
    isBackfill: false,
    message: null,
  } as const;
  return [{ event, identity: { once: event.messageId } }];
}

async function rate(count: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return count / ((performance.now() - start) / 1000);
}

async function singly(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await log.append('bench', next());
}
async function together(count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => log.append('bench', next())));
}

await singly(200);
await together(2_000);
const single = await rate(2_000, () => singly(2_000));
const group = await rate(20_000, () => together(20_000));
process.stdout.write(
  `one by one  ${Math.round(single)} appends/s\n` +
    `together    ${Math.round(group)} appends/s\n` +
    `ratio       ${(group / single).toFixed(1)}\n`,
);
await store.close();
rmSync(folder, { recursive: true });
