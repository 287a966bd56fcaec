import { createHash } from 'node:crypto';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

const token = 'a-token-as-operators-hand-out';

/** What every client is given: a token as its operators hand out, so all of it runs in the production profile. */
export const credentials = { authorization: `Bearer ${token}` };

export function startGatewayForClients(): Promise<TestGateway> {
  const sha256 = createHash('sha256').update(token).digest('hex');
  const tokens = [{ name: 'client', sha256, accounts: ['*/*'], scopes: ['READ', 'SEND'] }];
  return startTestGateway({ config: { auth: { tokens } } });
}

/** The WebSocket half that all three libraries share. */
export function connect({ socket }: TestGateway): Client {
  return createClient({ url: socket, webSocketImpl: WebSocket, connectionParams: credentials });
}

/** What there really is, by the ids that clients see as `providerId`. */
export interface Truth {
  readonly chatIds: readonly string[];
  readonly accountCount: number;
  /** The chat with the most messages. */
  readonly longest: {
    /** As the sandbox's controls take it. */
    readonly chatId: string;
    readonly providerId: string;
    readonly messageIds: readonly string[];
  };
}

export function truthOf({ sandbox }: TestGateway): Truth {
  const { chats, messages, accounts } = sandbox.unipileV1.control.truth();
  const messagesOf = (chatId: string) => messages.filter(({ chat_id }) => chat_id === chatId);
  const [longest] = chats
    .map(({ id }) => ({ id, providerId: id, messages: messagesOf(id) }))
    .sort((one, other) => other.messages.length - one.messages.length);
  if (longest === undefined) throw new Error('The sandbox has no chats.');
  return {
    chatIds: chats.map(({ id }) => id).sort(),
    accountCount: accounts.length,
    longest: {
      chatId: longest.id,
      providerId: longest.providerId,
      messageIds: longest.messages.map(({ id }) => id).sort(),
    },
  };
}

/** Somebody writes in that chat. */
export function write({ sandbox }: TestGateway, chatId: string, text: string): void {
  sandbox.unipileV1.control.inbound({ chatId, text });
}

/** Sorted, and with repeats, so that it equals a list of the truth only where nothing came twice. */
export function providerIds(nodes: readonly { readonly providerId?: string | null | undefined }[]): string[] {
  return nodes.map(({ providerId }) => providerId ?? '').sort();
}
