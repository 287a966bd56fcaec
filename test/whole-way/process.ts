import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { eventually } from '../support/wait.ts';
import type { Apart } from './apart.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The gateway as a process of its own, as an operator runs it. */
export interface GatewayProcess {
  readonly child: ChildProcess;
  /** What it wrote to standard output and to standard error. */
  output(): string;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  kill(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

/** Starts it with the configuration in a file, on the same address each time. Resolves when it is ready. */
export async function startProcess({ config, env, url, storePath }: Apart): Promise<GatewayProcess> {
  const file = join(dirname(storePath), 'parley.config.json');
  writeFileSync(file, JSON.stringify(config));
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', '--config', file], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => (output += piece));
  const ended = once(child, 'exit').then(([code, signal]) => code ?? signal);
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  const isReady = async () => {
    if (hasEnded) throw new Error(`The gateway ended at once: ${output}`);
    const response = await fetch(`${url}/ready`).catch(() => null);
    return response?.status === 200;
  };
  await eventually('the gateway is ready', isReady, 60_000);
  return {
    child,
    output: () => output,
    ended,
    kill(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
