import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fault, faults } from './contract-faults.list.ts';

/**
 * Plants each of the faults in a copy of the repository, asks the contract, and where that notices nothing the tests of
 * the provider itself. Prints the table of docs/contract-faults.md; ends with 1 where a fault was not noticed.
 *
 *     npx tsx test/soak/contract-faults.ts [words of a fault's name]
 */
async function main(words: string): Promise<void> {
  const chosen = faults.filter(({ name }) => name.includes(words));
  let missed = 0;
  process.stdout.write('| Fault | Provider | Noticed by |\n| --- | --- | --- |\n');
  const waiting = [...chosen];
  async function work(): Promise<void> {
    for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
      const noticed = await noticedBy(fault);
      if (noticed === null) missed += 1;
      process.stdout.write(`| ${fault.name} | ${fault.vendor} | ${noticed ?? '**nothing**'} |\n`);
    }
  }
  await Promise.all([work(), work()]);
  process.exitCode = missed === 0 ? 0 : 1;
}

const ownTests = { UNIPILE_V1: 'unipile-v1', UNIPILE_V2: 'unipile-v2', LINKED_API: 'linked-api' } as const;

/** The name of the first test that fails; null where all of them pass. */
async function noticedBy(fault: Fault): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-fault-'));
  try {
    for (const part of ['src', 'test', 'schema', 'package.json', 'tsconfig.json', 'vitest.config.ts']) {
      cpSync(part, join(folder, part), { recursive: true });
    }
    symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    plant(fault, folder);
    return (
      (await firstFailure(folder, ['test/providers/contract.test.ts', '-t', fault.vendor])) ??
      (await firstFailure(folder, [`test/providers/${ownTests[fault.vendor]}/`]))
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function plant({ file, right, wrong }: Fault, folder: string): void {
  const path = join(folder, 'src/providers', file);
  const text = readFileSync(path, 'utf8');
  if (text.split(right).length !== 2) throw new Error(`${file} does not hold this once: ${right}`);
  writeFileSync(
    path,
    text.replace(right, () => wrong),
  );
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

function firstFailure(folder: string, filter: readonly string[]): Promise<string | null> {
  const report = join(folder, 'report.json');
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--bail=1',
    '--reporter=json',
    `--outputFile=${report}`,
    ...filter,
  ];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, vitest, { cwd: folder, maxBuffer: 1e9 }, (error, _output, said) => {
      if (error === null) return resolve(null);
      try {
        const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
        for (const { name, message, assertionResults } of testResults) {
          const failed = assertionResults.find(({ status }) => status === 'failed');
          const file = name.slice(name.indexOf('test/'));
          if (failed !== undefined) return resolve(`\`${file}\`: ${failed.fullName}`);
          if (message !== '') return resolve(`\`${file}\`: does not start: ${message.split('\n')[0]}`);
        }
        reject(new Error(said));
      } catch {
        reject(new Error(said));
      }
    });
  });
}

await main(process.argv.slice(2).join(' '));
