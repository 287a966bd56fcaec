import { createHash } from 'node:crypto';
import { makeId } from '../../../src/messaging/id.ts';
import type { UnipileV1Control } from '../../../src/sandbox/index.ts';
import { read } from '../../support/client.ts';
import { eventually } from '../../support/wait.ts';
import { type Apart, startApart } from '../apart.ts';
import { accountOn, find } from '../support.ts';

export const CONNECTION = 'sales';
export const ADA = 'token-of-ada';
export const GRACE = 'token-of-grace';
/** Sees the other connection, and the metrics. */
export const ALAN = 'token-of-alan';
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Names of one of each thing. */
export interface Names {
  readonly account: string;
  readonly inbox: string;
  readonly chat: string;
  readonly message: string;
  readonly attachment: string;
  readonly attendee: string;
}

/**
 * Two tenants at one connection: Ada has LinkedIn and Telegram, Grace has WhatsApp. A third one has a connection of his
 * own, narrowed to Instagram, with the same key and another webhook secret.
 */
export interface Tenants {
  readonly apart: Apart;
  readonly control: UnipileV1Control;
  readonly ada: Names;
  readonly grace: Names;
  /** As Ada's look, and of nothing that there ever was. */
  readonly never: Names;
  /** The vendor's ids of the accounts. */
  readonly accountIds: { readonly ada: string; readonly grace: string };
}

export async function startTenants(): Promise<Tenants> {
  const apart = await startApart();
  const { control } = apart.sandbox.unipileV1;
  const truth = control.truth();
  const of = (network: string) => `${CONNECTION}/${accountOn(truth, network).id}`;
  const token = (name: string, secret: string, accounts: readonly string[], scopes = ['READ', 'SEND']) => ({
    name,
    sha256: createHash('sha256').update(secret).digest('hex'),
    accounts,
    scopes,
  });
  const tokens = [
    token('ada', ADA, [of('LINKEDIN'), of('TELEGRAM')]),
    token('grace', GRACE, [of('WHATSAPP')]),
    token('alan', ALAN, ['hiring/*'], ['READ', 'ADMIN']),
  ];
  const [connection] = apart.config.connections as readonly object[];
  const hiring = {
    ...connection,
    id: 'hiring',
    accounts: [accountOn(truth, 'INSTAGRAM').id],
    webhookSecret: { env: 'OTHER_WEBHOOK_SECRET' },
  };
  apart.env.OTHER_WEBHOOK_SECRET = 'the-webhook-secret-of-the-other-connection';
  Object.assign(apart.config, { auth: { tokens }, connections: [connection, hiring] });
  await apart.start();
  await eventually('both have their webhooks', () => control.truth().webhooks.length === 4);
  const ada = await namesOf(apart, ADA);
  return {
    apart,
    control,
    ada,
    grace: await namesOf(apart, GRACE),
    never: neverOf(),
    accountIds: { ada: accountOn(truth, 'LINKEDIN').id, grace: accountOn(truth, 'WHATSAPP').id },
  };
}

interface Listed {
  readonly accounts: {
    readonly nodes: readonly {
      readonly id: string;
      readonly network: string;
      readonly inboxes: { readonly nodes: readonly { readonly id: string }[] };
    }[];
  };
  readonly messages: {
    readonly nodes: readonly {
      readonly id: string;
      readonly account: { readonly id: string };
      readonly chat: { readonly id: string } | null;
      readonly sender: { readonly id: string; readonly isSelf: boolean } | null;
      readonly attachments: readonly { readonly id: string; readonly url: string | null }[];
    }[];
  };
}

/** As the owner of a token finds them. */
async function namesOf({ graphql }: Apart, token: string): Promise<Names> {
  const { accounts, messages } = await read<Listed>(
    graphql,
    `{
      accounts { nodes { id network inboxes { nodes { id } } } }
      messages(first: 100) { nodes { id account { id } chat { id } sender { id isSelf } attachments { id url } } }
    }`,
    {},
    bearer(token),
  );
  const message = find(
    messages.nodes,
    ({ attachments, sender }) => attachments.some(({ url }) => url !== null) && sender?.isSelf === false,
  );
  const account = find(accounts.nodes, ({ id }) => id === message.account.id);
  return {
    account: account.id,
    inbox: account.inboxes.nodes[0]?.id ?? '',
    chat: message.chat?.id ?? '',
    message: message.id,
    attachment: message.attachments[0]?.id ?? '',
    attendee: message.sender?.id ?? '',
  };
}

function neverOf(): Names {
  const account = { connectionId: CONNECTION, accountId: 'never-an-account' };
  const message = { ...account, chatId: 'never-a-chat', messageId: 'never-a-message' };
  return {
    account: makeId({ type: 'Account', ...account }),
    inbox: makeId({ type: 'Inbox', ...account, inboxId: 'CLASSIC' }),
    chat: makeId({ type: 'Chat', ...account, chatId: 'never-a-chat' }),
    message: makeId({ type: 'Message', ...message }),
    attachment: makeId({ type: 'Attachment', ...message, attachmentId: 'never-a-file' }),
    attendee: makeId({ type: 'Attendee', ...account, attendeeId: 'never-a-person' }),
  };
}
