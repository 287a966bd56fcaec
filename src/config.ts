import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Secret } from './messaging/secret.ts';
import { scopes } from './messaging/viewer.ts';
import { type ConnectionSettings, connectionSettings } from './providers/index.ts';
import { type LogLevel, logLevels } from './server/logging.ts';
import { isLoopback } from './server/origin.ts';
import type { ServerSettings } from './server/settings.ts';

/** All that is set from outside. The one place where the environment is read. */
export interface Config {
  readonly server: ServerSettings;
  /** As `sqlite:./parley.db` or `memory`. */
  readonly store: string;
  /** Null: the providers are played on this machine. */
  readonly connections: readonly ConnectionSettings[] | null;
  /** Milliseconds: reads in a request, reads in the background, sends. */
  readonly upstream: { readonly read: number; readonly backgroundRead: number; readonly send: number };
  /** Days for which events can be replayed. */
  readonly keepEventsDays: number;
  readonly logLevel: LogLevel;
}

type Environment = Readonly<Record<string, string | undefined>>;
type ReadFile = (path: string) => string;

/** What is wrong with the configuration, a line for each problem. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(['The configuration cannot be used:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

const seconds = (usual: number, description: string) =>
  z
    .number()
    .positive()
    .max(86_400)
    .default(usual)
    .describe(`${description} Seconds, ${usual} when left out.`);
const count = (usual: number, description: string) =>
  z.int().min(1).default(usual).describe(`${description} ${usual} when left out.`);

const token = z.strictObject({
  name: z.string().min(1).max(64).describe('Shown as `viewer.name` and in logs. No two tokens share one.'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits: printf %s "$TOKEN" | sha256sum')
    .describe('SHA-256 of the token, in lower-case hex. The token itself is never written down.'),
  accounts: z
    .array(
      z.string().regex(/^[^/]+\/.+$/, 'expected "connection/account", with `*` for any part, as "sales/*"'),
    )
    .min(1)
    .describe('Patterns of the accounts that it may see: "connection/account", `*` for any part.'),
  scopes: z
    .array(z.enum(scopes))
    .min(1)
    .describe('READ for queries and subscriptions, SEND for mutations, ADMIN for /metrics.'),
});

const limits = z
  .strictObject({
    upstreamCalls: count(300, 'Requests to providers that one operation may make.'),
    cost: count(10_000, 'Nodes that one operation may ask for.'),
    concurrentOperations: count(100, 'Queries and mutations of one token at the same time.'),
    operationsPerSocket: count(100, 'Operations on one WebSocket at the same time.'),
    bodyBytes: count(1_000_000, 'JSON of a request, `operations` of an upload, one WebSocket message.'),
    uploadBytes: count(100_000_000, 'All files of one upload together.'),
    downloadBytes: count(1_000_000_000, 'What is passed on of one attachment or picture.'),
    webhookBytes: count(1_000_000, 'One webhook.'),
    slowAfterEvents: count(1_000, 'Events that wait for a subscription before it counts as slow.'),
    slowAfterSeconds: seconds(10, 'How long a slow subscription may take nothing before it gets a Gap.'),
  })
  .prefault({})
  .describe('How much is too much.');

const timeouts = z
  .strictObject({
    read: seconds(10, 'One read of a provider in a request.'),
    backgroundRead: seconds(30, 'One read of a provider when nobody waits.'),
    send: seconds(90, 'One send to a provider.'),
    query: seconds(30, 'A whole query, or one event of a subscription.'),
    mutation: seconds(120, 'A whole mutation.'),
    download: seconds(600, 'A whole attachment, from the first byte to the last.'),
    webhook: seconds(5, 'Until a webhook is stored, else it is answered 503.'),
    stop: seconds(10, 'From a signal to the end of the process.'),
  })
  .prefault({})
  .describe('How long is too long.');

const secretSource = z.union(
  [
    z.strictObject({ env: z.string().min(1).describe('Name of an environment variable.') }),
    z.strictObject({ file: z.string().min(1).describe('Path of a file, as /run/secrets/unipile.') }),
  ],
  {
    error: ({ input }) =>
      typeof input === 'string'
        ? 'a secret is not written here; name where it is: { "env": "NAME" } or { "file": "/run/secrets/name" }'
        : 'expected { "env": "NAME" } or { "file": "/run/secrets/name" }',
  },
);

/** The shape of the file. `read` finds a secret, or says why it cannot be found. */
function configSchema(read: (source: z.output<typeof secretSource>) => Secret | string) {
  const secret = secretSource.transform((source, context) => {
    const found = read(source);
    if (found instanceof Secret) return found;
    context.issues.push({ code: 'custom', message: found, input: source });
    return z.NEVER;
  });
  return z
    .strictObject({
      $schema: z.string().optional().describe('For editors: "./schema/config.schema.json".'),
      host: z
        .string()
        .min(1)
        .default('127.0.0.1')
        .describe('Address to listen on. HOST overrides it. Without `auth` only loopback is allowed.'),
      port: z.int().min(0).max(65_535).default(4000).describe('PORT overrides it. 0: any free port.'),
      publicUrl: z
        .url({ protocol: /^https?$/ })
        .optional()
        .describe(
          'Where clients and providers reach the gateway, as https://inbox.example.com. Providers are told to send their webhooks there.',
        ),
      profile: z
        .enum(['open', 'production'])
        .optional()
        .describe(
          'open has introspection, GraphiQL, GET and call counts. production, the default with `auth`, has none.',
        ),
      graphiql: z
        .boolean()
        .optional()
        .describe('Whether GraphiQL is served; as the profile says when left out.'),
      introspection: z
        .boolean()
        .optional()
        .describe('Whether the schema can be asked for; as the profile says when left out.'),
      cors: z
        .array(z.url({ protocol: /^https?$/ }).regex(/^[^/]+\/\/[^/]+$/, 'expected an origin without a path'))
        .default([])
        .describe('Origins of web pages that may use the API, as https://app.example.com.'),
      store: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Where events, sends and accounts are kept: sqlite:./parley.db (when left out) or memory. PARLEY_STORE overrides it.',
        ),
      connections: z
        .array(connectionSettings(secret))
        .min(1)
        .optional()
        .describe('The providers, one entry per key. Left out: invented people, played on this machine.'),
      auth: z
        .strictObject({ tokens: z.array(token).min(1).describe('Bearer tokens.') })
        .optional()
        .describe('Who may come in. Left out: everybody on this machine.'),
      limits,
      timeouts,
      keepEventsDays: count(30, 'Days for which events can be replayed.'),
      logLevel: z.enum(logLevels).optional().describe('What is logged; info when left out.'),
    })
    .superRefine((config, context) => {
      const { host, auth, connections = [] } = config;
      const problem = (path: (string | number)[], message: string) =>
        context.addIssue({ code: 'custom', path, message });
      if (auth === undefined && !isLoopback(host)) {
        problem(
          ['host'],
          `${host} can be reached from other machines, and without \`auth\` whoever reaches the gateway may read and write everything. Configure \`auth\`, or listen on 127.0.0.1.`,
        );
      }
      repeated(connections.map(({ id }) => id)).forEach((index) => {
        problem(['connections', index, 'id'], 'another connection has this id');
      });
      const tokens = auth?.tokens ?? [];
      repeated(tokens.map(({ name }) => name)).forEach((index) => {
        problem(['auth', 'tokens', index, 'name'], 'another token has this name');
      });
      repeated(tokens.map(({ sha256 }) => sha256)).forEach((index) => {
        problem(['auth', 'tokens', index, 'sha256'], 'another token has this hash');
      });
    });
}

function repeated(values: readonly string[]): readonly number[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));
}

/**
 * Makes the configuration of what a file holds; null: there is no file. Throws ConfigError naming every problem by its
 * path. `readFile` throws where there is no such file.
 */
export function parseConfig(raw: unknown, env: Environment, readFile: ReadFile): Config {
  const schema = configSchema((source) =>
    'env' in source
      ? secretOf(env[source.env], `the environment variable ${source.env}`)
      : secretOf(contentOf(source.file, readFile), `the file ${source.file}`),
  );
  const parsed = schema.safeParse(withOverrides(raw ?? {}, env));
  if (!parsed.success) throw new ConfigError(parsed.error.issues.flatMap(describeIssue));
  const { timeouts, connections = null, ...config } = parsed.data;
  const profile = config.profile ?? (config.auth ? 'production' : 'open');
  return {
    server: {
      host: config.host,
      port: config.port,
      publicUrl: config.publicUrl?.replace(/\/+$/, '') ?? null,
      profile,
      graphiql: config.graphiql ?? profile === 'open',
      introspection: config.introspection ?? profile === 'open',
      cors: config.cors,
      tokens: config.auth?.tokens ?? null,
      limits: config.limits,
      timeouts,
    },
    store: config.store ?? (connections === null ? 'memory' : 'sqlite:./parley.db'),
    connections,
    upstream: {
      read: timeouts.read * 1000,
      backgroundRead: timeouts.backgroundRead * 1000,
      send: timeouts.send * 1000,
    },
    keepEventsDays: config.keepEventsDays,
    // Who tries it out reads the lines that say where to go, not a log.
    logLevel: config.logLevel ?? (connections === null ? 'warn' : 'info'),
  };
}

/** Reads the file that is named here or by PARLEY_CONFIG, else parley.config.json where there is one. Throws ConfigError. */
export function loadConfig(file: string | null, env: Environment): Config {
  const named = file ?? env.PARLEY_CONFIG;
  const readFile = (path: string) => readFileSync(path, 'utf8');
  const text = contentOf(named ?? 'parley.config.json', readFile);
  if (text === null && named !== undefined) throw new ConfigError([`${named}: there is no such file`]);
  return parseConfig(text === null ? null : readJson(text, named ?? 'parley.config.json'), env, readFile);
}

/** What a file of the configuration may hold, for editors. */
export function configJsonSchema(): object {
  return z.toJSONSchema(
    configSchema(() => new Secret('')),
    { io: 'input' },
  );
}

function withOverrides(raw: unknown, { HOST, PORT, PARLEY_STORE }: Environment): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  return {
    ...raw,
    ...(HOST && { host: HOST }),
    ...(PORT && { port: /^\d+$/.test(PORT) ? Number(PORT) : PORT }),
    ...(PARLEY_STORE && { store: PARLEY_STORE }),
  };
}

function secretOf(value: string | null | undefined, source: string): Secret | string {
  const trimmed = value?.trim() ?? '';
  if (value === null || value === undefined) return `${source} is not there`;
  return trimmed === '' ? `${source} is empty` : new Secret(trimmed);
}

function contentOf(path: string, readFile: ReadFile): string | null {
  try {
    return readFile(path);
  } catch {
    return null;
  }
}

function readJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError([`${path}: ${error instanceof Error ? error.message : 'no JSON'}`]);
  }
}

function describeIssue(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${pathOf([...issue.path, key])}: there is no such setting`);
  }
  const message = issue.message
    .replace(/^Invalid input: /, '')
    .replace(/^(expected .*), received undefined$/, 'is missing; $1');
  return [`${issue.path.length === 0 ? 'the file' : pathOf(issue.path)}: ${message}`];
}

function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}
