import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = resolve(import.meta.dirname, '../src');

/** What each folder of src may import, beside itself. Files directly in src (main and its wiring) may import everything. */
const mayImport: Record<string, readonly string[]> = {
  messaging: [],
  store: ['messaging'],
  providers: ['messaging'],
  paging: ['messaging', 'store'],
  events: ['messaging', 'store', 'paging'],
  reading: ['messaging', 'store', 'paging', 'events'],
  outbox: ['messaging', 'store', 'paging', 'events', 'reading'],
  schema: ['messaging', 'paging', 'events', 'reading', 'outbox'],
  server: ['messaging', 'store', 'paging', 'events', 'reading', 'outbox', 'schema'],
  sandbox: [],
};
/** Beside the wiring, src has the command line and the configuration, which reads each provider's settings. */
const wiring = new Set(['main.ts', 'gateway.ts', 'command-line.ts', 'config.ts', 'print-config-schema.ts']);

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesUnder(join(folder, entry.name))
      : entry.name.endsWith('.ts')
        ? [join(folder, entry.name)]
        : [],
  );
}

/** Every file, whatever it is. */
function allUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) =>
    relative(source, resolve(dirname(file), match[1] ?? '')),
  );
}

const files = filesUnder(source).map((file) => relative(source, file));

describe('imports go one way', () => {
  it('knows every folder of src', () => {
    const folders = new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0]));
    expect([...folders].filter((folder) => folder !== undefined && !(folder in mayImport))).toEqual([]);
    expect(files.filter((file) => !file.includes('/') && !wiring.has(file))).toEqual([]);
  });

  it.each(files.filter((file) => file.includes('/')))('%s', (file) => {
    const folder = file.split('/')[0] ?? '';
    const wrong = importsOf(join(source, file)).filter((target) => {
      const targetFolder = target.includes('/') ? (target.split('/')[0] ?? '') : '';
      return targetFolder !== folder && !mayImport[folder]?.includes(targetFolder);
    });
    expect(wrong).toEqual([]);
  });

  it.each(files.filter((file) => file.startsWith('providers/') && file.split('/').length > 2))(
    '%s imports no other provider',
    (file) => {
      const own = file.split('/')[1];
      const wrong = importsOf(join(source, file)).filter((target) => {
        const parts = target.split('/');
        return parts[0] === 'providers' && parts.length > 2 && parts[1] !== own;
      });
      expect(wrong).toEqual([]);
    },
  );

  it('no client asks which provider it is', () => {
    const project = dirname(source);
    const clients = [
      join(project, 'docs/clients.md'),
      ...allUnder(join(project, 'schema/operations')),
      ...allUnder(join(project, 'test/clients')),
    ];
    expect(clients.length).toBeGreaterThan(10);
    const asking = clients.filter((file) =>
      /UNIPILE_V\d|LINKED_API|\bprovider\b['"]?\]?\s*[=!]==?/.test(readFileSync(file, 'utf8')),
    );
    expect(asking).toEqual([]);
  });

  it('only the configuration reads the environment', () => {
    const readers = files.filter(
      (file) =>
        !file.startsWith('sandbox/') && readFileSync(join(source, file), 'utf8').includes('process.env'),
    );
    expect(readers).toEqual(readers.filter((file) => file === 'config.ts' || file === 'main.ts'));
  });
});

it('what tests share has no hooks of its own: a worker loads it once, for the first of its files', () => {
  const shared = filesUnder(import.meta.dirname).filter((file) => !file.endsWith('.test.ts'));
  const hooked = shared.filter((file) => /^(before|after)(Each|All)\(/m.test(readFileSync(file, 'utf8')));
  expect(hooked).toEqual([]);
});

it('no test stands one module in for another: a worker loads each once, for all of its files', () => {
  const tests = filesUnder(import.meta.dirname).filter((file) => file.endsWith('.test.ts'));
  const mocking = tests.filter((file) => /^vi\.(mock|doMock)\(/m.test(readFileSync(file, 'utf8')));
  expect(mocking).toEqual([]);
});
