import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Account, Json } from '../../../src/messaging/account.ts';
import type { Chat, ChatFilter } from '../../../src/messaging/chat.ts';
import type { Notes } from '../../../src/messaging/notes.ts';
import type { PageSource, Position } from '../../../src/messaging/page.ts';
import type { AccountPort, Provider } from '../../../src/messaging/provider.ts';
import { Secret } from '../../../src/messaging/secret.ts';
import type { OutgoingAttachment, SendRequest, StartRequest } from '../../../src/messaging/send.ts';
import { createProvider } from '../../../src/providers/index.ts';
import { realClock } from '../../../src/sandbox/clock.ts';
import { startUnipileV2, type UnipileV2Sandbox } from '../../../src/sandbox/unipile-v2/server.ts';
import { caller, testTools } from '../support.ts';

export const connectionId = 'hiring';
export const ROBIN = 'acc_sim_robin';
export const NOOR = 'acc_sim_noor';
export const SHOP = 'acc_sim_shop';

/** Notes that outlive a provider. */
export function notesInMemory(): Notes & { readonly kept: Map<string, Json> } {
  const kept = new Map<string, Json>();
  return {
    kept,
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
    list: async () => [],
  };
}

/** A provider of the sandbox, reset before each test. */
export function world() {
  const started = {} as {
    sandbox: UnipileV2Sandbox;
    folder: string;
    provider: Provider;
    accounts: readonly Account[];
    kit: ReturnType<typeof testTools>;
    notes: ReturnType<typeof notesInMemory>;
  };

  beforeAll(async () => {
    started.sandbox = await startUnipileV2({ clock: realClock, life: false, port: 0 });
    started.folder = await mkdtemp(join(tmpdir(), 'parley-unipile-v2-'));
  });
  afterAll(async () => {
    await started.sandbox.close();
    await rm(started.folder, { recursive: true });
  });
  beforeEach(async () => {
    started.sandbox.control.reset();
    started.notes = notesInMemory();
    await restart();
  });

  /** A provider that has seen nothing yet but the list of accounts; what was noted is still there. */
  async function restart(webhookSecret?: string): Promise<void> {
    const { baseUrl, apiKey } = started.sandbox;
    started.kit = testTools();
    started.provider = createProvider(
      {
        id: connectionId,
        provider: 'unipile-v2',
        baseUrl,
        apiKey: new Secret(apiKey),
        ...(webhookSecret === undefined ? {} : { webhookSecret: new Secret(webhookSecret) }),
      },
      { ...started.kit.tools, notes: started.notes },
    );
    started.accounts = await started.provider.listAccounts(caller().call);
    control().clearRequests();
  }

  const control = () => started.sandbox.control;
  const account = (id: string): Account => one(started.accounts, ({ accountId }) => accountId === id);
  const port = (id: string): AccountPort => started.provider.open(account(id));
  const routes = () =>
    control()
      .requests()
      .map(({ route }) => route);

  return {
    restart,
    control,
    account,
    port,
    routes,
    provider: () => started.provider,
    accounts: () => started.accounts,
    kit: () => started.kit,
    notes: () => started.notes,
    baseUrl: () => started.sandbox.baseUrl,
    apiKey: () => started.sandbox.apiKey,
    /** What the last call of a route carried. */
    body: (route: string) =>
      one(control().requests().reverse(), (request) => request.route === route).body as Record<
        string,
        unknown
      >,
    truth: (id: string, wanted: (chat: TrueChat) => boolean) =>
      one(control().truth().chats, (chat) => chat.accountId === id && wanted(chat)),
    /** The first chat of a product that fits, as the port reads it. */
    async chat(
      id: string,
      product: TrueChat['product'],
      wanted: (chat: Chat) => boolean = isPlain,
    ): Promise<Chat> {
      const ids = control()
        .truth()
        .chats.filter((chat) => chat.accountId === id && chat.product === product);
      const chats = await everyChat(port(id));
      control().clearRequests();
      return one(chats, (chat) => ids.some((known) => known.id === chat.chatId) && wanted(chat));
    },
    /** An upload. */
    async file(more: Partial<OutgoingAttachment> & { content?: Buffer } = {}): Promise<OutgoingAttachment> {
      const { content = Buffer.from('%PDF-1.4 hello'), ...rest } = more;
      const sha256 = createHash('sha256').update(content).digest('hex');
      const path = join(started.folder, sha256);
      await writeFile(path, content);
      const file = {
        path,
        filename: 'paper.pdf',
        mimeType: 'application/pdf',
        sizeBytes: content.length,
        sha256,
      };
      return { ...file, mode: 'NATIVE', voiceNote: false, ...rest };
    },
  };
}

export type TrueChat = ReturnType<UnipileV2Sandbox['control']['truth']>['chats'][number];

const isPlain = (chat: Chat) => chat.kind === 'DIRECT' && !chat.isReadOnly && !chat.isArchived;

export function one<T>(items: readonly T[], wanted: (item: T) => boolean = () => true): T {
  const found = items.find(wanted);
  if (found === undefined) throw new Error('There is none of that kind.');
  return found;
}

/** All items of a source, page by page. */
export async function everything<T>(source: PageSource<T>, pageSize = 100): Promise<T[]> {
  const items: T[] = [];
  let position: Position | null = null;
  do {
    const page: Awaited<ReturnType<typeof source.fetch>> = await source.fetch(
      position,
      pageSize,
      caller().call,
    );
    items.push(...page.items);
    position = page.next;
  } while (position !== null);
  return items;
}

/** The chats of all sources of an account, each once. */
export async function everyChat(port: AccountPort, filter: ChatFilter = {}): Promise<Chat[]> {
  const sources = (await port.chatSources?.(filter, caller().call)) ?? [];
  const lists = await Promise.all(sources.map((source) => everything(source)));
  return [...new Map(lists.flat().map((chat) => [chat.chatId, chat])).values()];
}

export const sendRequest = (more: Partial<SendRequest> = {}): SendRequest => ({
  text: 'Hello',
  attachments: [],
  replyTo: null,
  ...more,
});

export const startRequest = (
  more: Partial<StartRequest> & Pick<StartRequest, 'recipientIds'>,
): StartRequest => ({
  inboxId: 'CLASSIC_PRIMARY',
  text: 'Hello',
  title: null,
  subject: null,
  attachments: [],
  classic: null,
  recruiter: null,
  ...more,
});

export const classicStart = { inMail: false, companyTopic: null, applicant: null, invitationId: null };
export const recruiterStart = {
  signature: null,
  visibility: null,
  intent: null,
  sendAs: null,
  emailAddress: null,
  channel: null,
  hiringProjectId: null,
  jobPostingId: null,
  followUp: null,
};
