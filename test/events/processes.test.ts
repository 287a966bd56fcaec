import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openEventLog } from '../../src/events/log.ts';
import { openStore } from '../../src/store/open.ts';
import { silentLog } from '../store/silent-log.ts';
import { eventually } from '../support/wait.ts';

let folder: string;
let url: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-processes-'));
  url = `sqlite:${join(folder, 'parley.db')}`;
});
afterEach(() => rmSync(folder, { recursive: true }));

function appending(first: number, count: number) {
  const script = join(import.meta.dirname, 'append-process.ts');
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [
    '--import',
    'tsx',
    script,
    url,
    String(first),
    String(count),
  ]);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  return {
    child,
    ended: once(child, 'close'),
    promised: () => output.split('\n').slice(0, -1),
    errors: () => errors,
  };
}

async function kept(): Promise<string[]> {
  const store = await openStore(url, silentLog);
  const events = await (await openEventLog(store)).read(0, 10_000);
  await store.close();
  expect(events.map(({ place }) => place)).toEqual(events.map((_, index) => index + 1));
  return events.map(({ event }) => ('messageId' in event && event.messageId) || '');
}

it('two processes that start on one new file and append to it lose nothing of each other', async () => {
  const processes = [appending(1_000, 150), appending(2_000, 150)];
  await Promise.all(processes.map(({ ended }) => ended));
  expect(processes.map(({ errors }) => errors())).toEqual(['', '']);
  const names = await kept();
  expect(names).toHaveLength(300);
  for (const { promised } of processes) {
    const own = new Set(promised());
    expect(names.filter((name) => own.has(name))).toEqual(promised());
  }
});

it('what was promised before a process is killed is there afterwards', async () => {
  const { child, ended, promised } = appending(1, 1_000_000);
  await eventually('a few hundred appends', () => promised().length > 300);
  child.kill('SIGKILL');
  await ended;
  const names = await kept();
  expect(names.slice(0, promised().length)).toEqual(promised());
  expect(names.length - promised().length).toBeLessThanOrEqual(1);
});
