import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Config, ConfigError, configJsonSchema, loadConfig, parseConfig } from '../src/config.ts';

const noFile = (): string => {
  throw new Error('There is no such file.');
};
const sales = {
  id: 'sales',
  provider: 'unipile-v1',
  baseUrl: 'https://api1.unipile.example/api/v1',
  apiKey: { env: 'UNIPILE_V1_KEY' },
};
const env = { UNIPILE_V1_KEY: 'the-key' };
const token = {
  name: 'crm',
  sha256: 'a'.repeat(64),
  accounts: ['sales/*'],
  scopes: ['READ'],
};

function problemsOf(raw: unknown, environment: Record<string, string> = env, readFile = noFile): string[] {
  try {
    parseConfig(raw, environment, readFile);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

function keyOf({ connections }: Config): string | undefined {
  const [first] = connections ?? [];
  return first !== undefined && 'apiKey' in first ? first.apiKey.reveal() : undefined;
}

describe('a configuration', () => {
  it('is read, with every limit set', () => {
    const config = parseConfig({ connections: [sales] }, env, noFile);
    expect(config).toMatchObject({
      store: 'sqlite:./parley.db',
      logLevel: 'info',
      upstream: { read: 10_000, backgroundRead: 30_000, send: 90_000 },
      server: {
        host: '127.0.0.1',
        port: 4000,
        publicUrl: null,
        profile: 'open',
        graphiql: true,
        introspection: true,
        tokens: null,
        limits: { upstreamCalls: 300, cost: 10_000, slowAfterEvents: 1_000 },
      },
    });
    expect(keyOf(config)).toBe('the-key');
  });

  it('never prints a secret', () => {
    const config = parseConfig({ connections: [sales] }, env, noFile);
    expect(`${JSON.stringify(config)}${inspect(config, { depth: 10 })}`).not.toContain('the-key');
  });

  it('with auth is the production profile, which can be opened piece by piece', () => {
    const auth = { tokens: [token] };
    const closed = parseConfig({ connections: [sales], auth, host: '0.0.0.0' }, env, noFile).server;
    expect(closed).toMatchObject({ profile: 'production', graphiql: false, introspection: false });
    const opened = parseConfig({ connections: [sales], auth, graphiql: true }, env, noFile).server;
    expect(opened).toMatchObject({ profile: 'production', graphiql: true, introspection: false });
  });

  it('takes a secret from a file, without the line end', () => {
    const files: Record<string, string> = { '/run/secrets/key': 'from-a-file\n' };
    const connection = { ...sales, apiKey: { file: '/run/secrets/key' } };
    const config = parseConfig({ connections: [connection] }, {}, (path) => files[path] ?? noFile());
    expect(keyOf(config)).toBe('from-a-file');
  });

  it('is overridden by HOST, PORT and PARLEY_STORE', () => {
    const overrides = { HOST: '::1', PORT: '0', PARLEY_STORE: 'sqlite:/var/lib/parley.db' };
    const config = parseConfig({ connections: [sales], port: 80 }, { ...env, ...overrides }, noFile);
    expect(config).toMatchObject({ store: 'sqlite:/var/lib/parley.db', server: { host: '::1', port: 0 } });
  });

  it('that is not there means the sandbox, in memory', () => {
    expect(parseConfig(null, {}, noFile)).toMatchObject({
      connections: null,
      store: 'memory',
      logLevel: 'warn',
    });
    expect(parseConfig(null, { PARLEY_STORE: 'sqlite:./x.db' }, noFile).store).toBe('sqlite:./x.db');
  });
});

describe('a configuration that cannot be used', () => {
  it('names every problem at once, by its path', () => {
    const problems = problemsOf({
      conections: [],
      port: '4000',
      profile: 'test',
      publicUrl: 'inbox.example.com',
      connections: [
        { ...sales, apiKey: { env: 'MISSING' }, webhookSecret: { file: '/missing' } },
        { id: 'other', provider: 'unipile-v1', apiKey: 'sk-literal' },
        { id: 'third', provider: 'icq' },
      ],
      auth: { tokens: [{ name: 'crm', sha256: 'x', accounts: ['sales'], scopes: ['WRITE'] }], jwt: {} },
      limits: { cost: 0, speed: 1 },
    });
    expect(problems).toEqual(
      expect.arrayContaining([
        'conections: there is no such setting',
        'port: expected number, received string',
        expect.stringMatching(/^profile: .*"open"\|"production"/),
        'publicUrl: Invalid URL',
        'connections[0].apiKey: the environment variable MISSING is not there',
        'connections[0].webhookSecret: the file /missing is not there',
        'connections[1].baseUrl: is missing; expected string',
        'connections[1].apiKey: a secret is not written here; name where it is: { "env": "NAME" } or { "file": "/run/secrets/name" }',
        expect.stringMatching(/^connections\[2\]\.provider: .*unipile-v1/),
        expect.stringMatching(/^auth\.tokens\[0\]\.sha256: expected 64 lower-case hex digits/),
        expect.stringMatching(/^auth\.tokens\[0\]\.accounts\[0\]: expected "connection\/account"/),
        expect.stringMatching(/^auth\.tokens\[0\]\.scopes\[0\]: .*"READ"\|"SEND"\|"ADMIN"/),
        'auth.jwt: there is no such setting',
        expect.stringMatching(/^limits\.cost: /),
        'limits.speed: there is no such setting',
      ]),
    );
    expect(problems).toHaveLength(15);
    expect(problems.join()).not.toContain('sk-literal');
  });

  it('says so when what must be unique is not', () => {
    expect(problemsOf({ connections: [sales, sales], auth: { tokens: [token, token] } })).toEqual([
      'connections[1].id: another connection has this id',
      'auth.tokens[1].name: another token has this name',
      'auth.tokens[1].sha256: another token has this hash',
    ]);
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', 'gateway.example.com'])(
    'does not listen on %s without auth, and says why',
    (host) => {
      expect(problemsOf({ connections: [sales], host })).toEqual([
        `host: ${host} can be reached from other machines, and without \`auth\` whoever reaches the gateway may read and write everything. Configure \`auth\`, or listen on 127.0.0.1.`,
      ]);
      expect(problemsOf(null, { HOST: host })).toHaveLength(1);
    },
  );

  it('an empty secret is no secret', () => {
    expect(problemsOf({ connections: [sales] }, { UNIPILE_V1_KEY: ' ' })).toEqual([
      'connections[0].apiKey: the environment variable UNIPILE_V1_KEY is empty',
    ]);
  });

  it.each([[[]], ['text'], [1]])('%j is none', (raw) => expect(problemsOf(raw)).toHaveLength(1));

  it('a named file that is not there is an error, and not the sandbox', () => {
    expect(() => loadConfig('/nowhere/parley.json', {})).toThrow(
      '/nowhere/parley.json: there is no such file',
    );
    expect(() => loadConfig(null, { PARLEY_CONFIG: '/nowhere/parley.json' })).toThrow(
      'there is no such file',
    );
  });
});

it('the JSON Schema for editors is up to date (node --import tsx src/print-config-schema.ts)', () => {
  const committed = readFileSync(join(import.meta.dirname, '../schema/config.schema.json'), 'utf8');
  expect(JSON.parse(committed)).toEqual(configJsonSchema());
});

it('every setting is described', () => {
  const undescribed: string[] = [];
  function walk(schema: object, path: string): void {
    for (const [name, value] of Object.entries('properties' in schema ? (schema.properties as object) : {})) {
      if (!('description' in value) && !('const' in value)) undescribed.push(`${path}.${name}`);
      walk(value, `${path}.${name}`);
    }
    for (const inner of ['items', 'anyOf', 'oneOf'] as const) {
      const value = (schema as Record<string, unknown>)[inner];
      for (const one of Array.isArray(value) ? value : value ? [value] : []) walk(one, path);
    }
  }
  walk(configJsonSchema(), '');
  expect(undescribed).toEqual([]);
});
