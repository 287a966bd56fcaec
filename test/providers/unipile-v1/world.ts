import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Account, Network } from '../../../src/messaging/account.ts';
import type { Chat } from '../../../src/messaging/chat.ts';
import type { PageSource, Position } from '../../../src/messaging/page.ts';
import type { AccountPort, Provider } from '../../../src/messaging/provider.ts';
import { Secret } from '../../../src/messaging/secret.ts';
import type { OutgoingAttachment, SendRequest, StartRequest } from '../../../src/messaging/send.ts';
import { createProvider } from '../../../src/providers/index.ts';
import { type Sandbox, startSandbox, type UnipileV1Control } from '../../../src/sandbox/index.ts';
import { caller, testTools } from '../support.ts';

export const webhookSecret = 'a long secret of ours';
export const connectionId = 'sales';

/** A provider of the sandbox, reset before each test. `routes` are the calls since then (or since `forget`). */
export function world() {
  const started = {} as {
    sandbox: Sandbox;
    folder: string;
    provider: Provider;
    accounts: readonly Account[];
    kit: ReturnType<typeof testTools>;
  };

  beforeAll(async () => {
    started.sandbox = await startSandbox({ life: false });
    started.folder = await mkdtemp(join(tmpdir(), 'parley-unipile-'));
  });
  afterAll(async () => {
    await started.sandbox.close();
    await rm(started.folder, { recursive: true });
  });
  beforeEach(async () => {
    started.sandbox.unipileV1.control.reset();
    await restart();
  });

  /** A provider that has seen nothing yet but the list of accounts. */
  async function restart(): Promise<void> {
    const { baseUrl, apiKey } = started.sandbox.unipileV1;
    started.kit = testTools();
    started.provider = createProvider(
      {
        id: connectionId,
        provider: 'unipile-v1',
        baseUrl,
        apiKey: new Secret(apiKey),
        webhookSecret: new Secret(webhookSecret),
      },
      started.kit.tools,
    );
    started.accounts = await started.provider.listAccounts(caller().call);
    control().clearRequests();
  }

  const control = (): UnipileV1Control => started.sandbox.unipileV1.control;
  const account = (network: Network): Account => one(started.accounts, (other) => other.network === network);
  const port = (network: Network): AccountPort => started.provider.open(account(network));

  return {
    restart,
    control,
    account,
    port,
    provider: () => started.provider,
    baseUrl: () => started.sandbox.unipileV1.baseUrl,
    apiKey: () => started.sandbox.unipileV1.apiKey,
    kit: () => started.kit,
    accountIds: () => started.accounts.map(({ accountId }) => accountId),
    routes: () =>
      control()
        .requests()
        .map(({ route }) => route),
    forget: () => control().clearRequests(),
    parts: (route: string) => one(control().requests(), (request) => request.route === route).parts ?? [],
    /** A chat of an account, as the provider reads it. */
    chat: async (network: Network, wanted: (chat: Chat) => boolean = isPlain): Promise<Chat> => {
      const chats = await everything(port(network).chats({}));
      control().clearRequests();
      return one(chats, wanted);
    },
    /** An upload. */
    file: async (
      more: Partial<OutgoingAttachment> & { content?: Buffer } = {},
    ): Promise<OutgoingAttachment> => {
      const { content = Buffer.from('%PDF-1.4 hello'), ...rest } = more;
      const sha256 = createHash('sha256').update(content).digest('hex');
      const path = join(started.folder, sha256);
      await writeFile(path, content);
      return {
        path,
        filename: 'paper.pdf',
        mimeType: 'application/pdf',
        sizeBytes: content.length,
        sha256,
        mode: 'NATIVE',
        voiceNote: false,
        ...rest,
      };
    },
  };
}

const isPlain = (chat: Chat) =>
  chat.kind === 'DIRECT' &&
  !chat.isReadOnly &&
  chat.content === 'MESSAGE' &&
  chat.disabled.length === 0 &&
  isFirst(chat);
const isFirst = ({ inboxId }: Chat) => inboxId === 'MESSAGING' || inboxId === 'CLASSIC';

export function one<T>(items: readonly T[], wanted: (item: T) => boolean = () => true): T {
  const found = items.find(wanted);
  if (found === undefined) throw new Error('There is none of that kind.');
  return found;
}

/** All items of a source, page by page. */
export async function everything<T>(source: PageSource<T>, pageSize = 250): Promise<T[]> {
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

export const sendRequest = (more: Partial<SendRequest> = {}): SendRequest => ({
  text: 'Hello',
  attachments: [],
  replyTo: null,
  ...more,
});

export const startRequest = (
  more: Partial<StartRequest> & Pick<StartRequest, 'recipientIds'>,
): StartRequest => ({
  inboxId: 'MESSAGING',
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
