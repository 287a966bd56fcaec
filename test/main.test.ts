import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from './support/wait.ts';

const main = resolve(import.meta.dirname, '../src/main.ts');
/** By its path: the processes run where nothing is installed. */
const tsx = pathToFileURL(resolve(import.meta.dirname, '../node_modules/tsx/dist/loader.mjs')).href;
/** Where no parley.config.json lies. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-main-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
}

function start(args: readonly string[] = [], env: Record<string, string> = {}): Running {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['--import', tsx, main, ...args], {
    cwd: folder,
    env: { PATH, PORT: '0', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  return { child, output: () => output, exit: once(child, 'exit').then(([code]) => code) };
}

describe('npm start', () => {
  it('says where to go and which accounts there are, answers, and ends well on a signal', async () => {
    const { child, output, exit } = start();
    const address = await eventually(
      'it listens',
      () => /http:\/\/127\.0\.0\.1:\d+\/graphql/.exec(output())?.[0],
      30_000,
    );
    expect(output()).toContain('sandbox');
    expect(output()).toMatch(/LINKEDIN +\S/);
    expect(output()).toMatch(/WHATSAPP +\S/);
    expect(output().trim().split('\n').length).toBeLessThan(15);
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ chats(first: 1) { nodes { title } } }' }),
    });
    expect(await answer.json()).toHaveProperty('data.chats.nodes[0].title');
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  it('with a configuration that cannot be used says why, in lines, and ends with 1', async () => {
    const path = join(folder, 'wrong.json');
    writeFileSync(
      path,
      JSON.stringify({ connections: [{ id: 'sales', provider: 'unipile-v1', apiKey: 'literal' }] }),
    );
    const { output, exit } = start(['--config', path]);
    expect(await exit).toBe(1);
    expect(output().trim().split('\n')).toEqual([
      'The configuration cannot be used:',
      '  connections[0].baseUrl: is missing; expected string',
      '  connections[0].apiKey: a secret is not written here; name where it is: { "env": "NAME" } or { "file": "/run/secrets/name" }',
    ]);
  });

  it('misspelt starts no sandbox: it says what there is, and ends with 1', async () => {
    const { output, exit } = start(['--confg', 'parley.json']);
    expect(await exit).toBe(1);
    expect(output()).toMatch(/^Unknown option '--confg'\. There are:\n {2}npm start /);
    expect(output()).not.toContain('127.0.0.1');
  });

  it('on an address that others reach needs auth, and says so', async () => {
    const { output, exit } = start([], { HOST: '0.0.0.0' });
    expect(await exit).toBe(1);
    expect(output()).toContain('without `auth` whoever reaches the gateway may read and write everything');
  });
});

describe('npm run webhooks', () => {
  it('has nothing to show of the sandbox', async () => {
    const { output, exit } = start(['webhooks']);
    expect(await exit).toBe(0);
    expect(output()).toContain('sandbox');
  });

  it('shows what is registered at a provider, and registers what is missing', async () => {
    const { startSandbox } = await import('../src/sandbox/index.ts');
    const sandbox = await startSandbox({ life: false });
    const path = join(folder, 'parley.config.json');
    writeFileSync(
      path,
      JSON.stringify({
        publicUrl: 'https://inbox.example.com',
        store: 'memory',
        logLevel: 'silent',
        connections: [
          {
            id: 'sales',
            provider: 'unipile-v1',
            baseUrl: sandbox.unipileV1.baseUrl,
            apiKey: { env: 'KEY' },
            webhookSecret: { env: 'SECRET' },
          },
        ],
      }),
    );
    const env = { KEY: sandbox.unipileV1.apiKey, SECRET: 'a-secret' };
    const before = start(['webhooks'], env);
    expect(await before.exit).toBe(0);
    expect(before.output()).toContain('sales: no webhooks');
    const after = start(['webhooks', 'register'], env);
    expect(await after.exit).toBe(0);
    expect(after.output().match(/https:\/\/inbox\.example\.com\/webhooks\/sales {2}on/g)).toHaveLength(2);
    rmSync(path);
    await sandbox.close();
  });
});
