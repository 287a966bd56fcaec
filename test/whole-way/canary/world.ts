import { createHash } from 'node:crypto';
import { createLog } from '../../../src/server/logging.ts';
import { type Apart, type ApartOptions, CONNECTION, startApart } from '../apart.ts';
import { accountOn, find, globalIds, type WireChat } from '../support.ts';
import { collectEvidence, type Evidence } from './evidence.ts';

/** What must never be read anywhere. */
export const secrets = {
  webhookSecret: 'canary-webhook-secret-5d1f0c77',
  ada: 'canary-token-of-ada-9be01c42',
  grace: 'canary-token-of-grace-77aa0b13',
  operator: 'canary-token-of-the-operator-31c9',
  /** Tried, and of nobody. */
  wrongToken: 'canary-wrong-token-08d4e6f2',
  wrongWebhookSecret: 'canary-wrong-webhook-secret-4410',
} as const;

/** What only its owner may read: Ada. Every text of the matrix holds it. */
export const TEXT = 'canary-text-c0ffee2d';
/** What the vendor says in the bodies and headers of its errors, which nobody may read. */
export const VENDOR_WORDS = 'canary-vendor-words-12ab';

export interface CanaryWorld {
  readonly apart: Apart;
  readonly evidence: Evidence;
  readonly chat: WireChat;
  /** More of Ada's, of one account after the other. */
  readonly chats: readonly WireChat[];
  readonly ids: ReturnType<typeof globalIds>;
  /** Asks as somebody, and keeps the answer as evidence: "answer to ada". */
  ask(who: 'ada' | 'grace' | 'nobody', body: object, headers?: Record<string, string>): Promise<string>;
}

export async function startCanary(): Promise<CanaryWorld> {
  const evidence = collectEvidence();
  const options: ApartOptions = {
    config: { timeouts: { read: 1, send: 1 }, limits: { bodyBytes: 50_000, uploadBytes: 100_000 } },
    overrides: {
      log: createLog('debug', { write: (line: string) => evidence.add('log', line) }),
      sandbox: { life: false },
    },
  };
  const apart = await startApart(options);
  const truth = apart.sandbox.unipileV1.control.truth();
  const account = accountOn(truth, 'WHATSAPP');
  const of = (network: string) => `${CONNECTION}/${accountOn(truth, network).id}`;
  const token = (name: string, secret: string, accounts: readonly string[], scopes: readonly string[]) => ({
    name,
    sha256: createHash('sha256').update(secret).digest('hex'),
    accounts,
    scopes,
  });
  Object.assign(apart.config, {
    auth: {
      tokens: [
        token('ada', secrets.ada, ['WHATSAPP', 'LINKEDIN', 'INSTAGRAM', 'MESSENGER'].map(of), [
          'READ',
          'SEND',
        ]),
        token('grace', secrets.grace, [of('TELEGRAM')], ['READ', 'SEND']),
        token('operator', secrets.operator, ['*/*'], ['ADMIN']),
      ],
    },
  });
  apart.env.SANDBOX_WEBHOOK_SECRET = secrets.webhookSecret;
  await apart.start();

  return {
    apart,
    evidence,
    chat: find(
      truth.chats,
      ({ account_id, type, read_only }) => account_id === account.id && type === 0 && read_only === 0,
    ),
    chats: alternating(truth.chats),
    ids: globalIds(CONNECTION),
    async ask(who, body, headers = {}) {
      const authorization = who === 'nobody' ? {} : { authorization: `Bearer ${secrets[who]}` };
      const response = await fetch(apart.graphql, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const text = await response.text();
      evidence.add(`answer to ${who}`, text);
      evidence.add(`headers to ${who}`, JSON.stringify([...response.headers]));
      return text;
    },
  };
}

function alternating(chats: readonly WireChat[]): WireChat[] {
  const networks = ['LINKEDIN', 'INSTAGRAM', 'MESSENGER', 'WHATSAPP'];
  const writable = networks.map((network) =>
    chats.filter(
      ({ account_type, type, read_only }) => account_type === network && type === 0 && read_only === 0,
    ),
  );
  return Array.from({ length: 40 }, (_, index) => writable[index % 4]?.[Math.floor(index / 4) + 1]).filter(
    (chat) => chat !== undefined,
  );
}

/** The page that an operator reads. */
export async function lookAround({ apart, evidence }: CanaryWorld): Promise<void> {
  for (const path of ['/health', '/ready', '/metrics', '/nowhere']) {
    const response = await fetch(apart.url + path, {
      headers: { authorization: `Bearer ${secrets.operator}` },
    });
    evidence.add(path, await response.text(), JSON.stringify([...response.headers]));
  }
}
