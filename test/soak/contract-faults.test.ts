import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Fault, faults } from './contract-faults.list.ts';

const documented = readFileSync('docs/contract-faults.md', 'utf8').split('\n');

// Each is planted in a copy of the repository. What is documented is the first test of the contract that fails.
it.each(faults)('"$name" is noticed as docs/contract-faults.md says', async (fault) => {
  const row = documented.find((line) => line.includes(`| ${fault.name} |`));
  expect(row).toContain(`| ${await firstFailure(fault)} |`);
});

/** Of the contract with the fault's provider, without the provider's name; null where all of it passes. */
async function firstFailure(fault: Fault): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-fault-'));
  try {
    for (const part of ['src', 'test', 'schema', 'package.json', 'tsconfig.json', 'vitest.config.ts']) {
      cpSync(part, join(folder, part), { recursive: true });
    }
    symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    plant(fault, folder);
    return await askContract(fault.vendor, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function plant({ file, right, wrong }: Fault, folder: string): void {
  const path = join(folder, 'src/providers', file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replace(right, () => wrong),
  );
}

interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

function askContract(vendor: string, folder: string): Promise<string | null> {
  const report = join(folder, 'report.json');
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', 'test/providers/contract.test.ts'];
  const options = ['-t', vendor, '--bail=1', '--reporter=json', `--outputFile=${report}`];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...vitest, ...options], { cwd: folder, maxBuffer: 1e9 }, (error, _, said) => {
      if (error === null) return resolve(null);
      try {
        const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
        const all = testResults.flatMap(({ assertionResults }) => assertionResults);
        const failed = all.find(({ status }) => status === 'failed');
        if (failed === undefined) throw new Error(said);
        resolve(failed.fullName.replace(`${vendor} `, ''));
      } catch {
        reject(new Error(said));
      }
    });
  });
}
