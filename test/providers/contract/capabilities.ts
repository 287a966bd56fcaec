import { expect, it } from 'vitest';
import { askMutation, mutate } from '../../whole-way/support.ts';
import { doings, type Outcome } from './doing.ts';
import { allChats, oneOfEach } from './samples.ts';
import type { Stage } from './stage.ts';
import type { TrueChat } from './vendor.ts';
import { connection, walk } from './walking.ts';

type Support = 'FULL' | 'PARTIAL' | 'UNSUPPORTED';
interface Capability {
  readonly support: Support;
  readonly reason: string | null;
}
interface Start extends Capability {
  readonly needsSubject: boolean;
  readonly needsSignature: boolean;
}
interface Inbox {
  readonly id: string;
  readonly product: string;
  readonly isPrimary: boolean;
  readonly capabilities: { readonly startChat: Start; readonly startGroup: Capability };
}

/** What is declared works, and what is not is refused before the vendor hears of it. */
export function capabilities(stage: Stage): void {
  let chats: readonly TrueChat[] | null = null;

  it.each(Object.keys(doings) as (keyof typeof doings)[])('%s of a chat of every kind', async (name) => {
    chats ??= [...oneOfEach(stage), ...readOnly(stage)];
    for (const chat of chats) {
      // What came before changes nothing any more, and what is read stays known.
      await stage.behind.told();
      await stage.still(() => expectDone(name, chat));
    }
  });

  it('chats start from the inboxes that say so', async () => {
    for (const { id } of stage.behind.accounts()) {
      const fields = `id product isPrimary capabilities {
        startChat { support reason needsSubject needsSignature } startGroup { support reason } }`;
      for (const inbox of await walk<Inbox>(stage, id, 'inboxes', fields, 100)) {
        const { startChat } = inbox.capabilities;
        const someone = stage.behind.stranger(id, inbox.product);
        const input = {
          from: { inboxId: inbox.id },
          recipients: [someone],
          text: 'Nice to meet you',
          ...(startChat.needsSubject ? { subject: 'Hello' } : {}),
          ...(startChat.needsSignature ? { linkedIn: { recruiter: { signature: 'The owner' } } } : {}),
        };
        const outcome = await askMutation<object>(stage.graphql, 'startChat', input, '__typename');
        // A view of an inbox is the wrong one to name, whatever its product can do.
        const refusal = inbox.isPrimary ? 'NOT_SUPPORTED' : 'INVALID_INPUT';
        expectAsDeclared(startChat, outcome, `startChat from ${inbox.product}`, refusal);
      }
    }
  });

  it('lists and synchronization of an account', async () => {
    for (const { id, chats } of stage.behind.accounts()) {
      const query = `query ($id: ID!) { node(id: $id) { ... on Account {
        capabilities { listInboxes { support reason } listAllMessages { support reason }
          synchronize { support reason } pushEvents { support reason } }
        inboxes ${connection('id')} messages(first: 5) ${connection('id')} } } }`;
      const { node } = await stage.read<{ node: Seen }>(query, { id });
      expect(node.capabilities.pushEvents.support).not.toBe('UNSUPPORTED');
      for (const [name, list] of [
        ['listInboxes', node.inboxes],
        ['listAllMessages', node.messages],
      ] as const) {
        const isThere = node.capabilities[name].support !== 'UNSUPPORTED';
        expect(list.nodes.length > 0).toBe(isThere);
        const refused = [{ error: { code: 'NOT_SUPPORTED', detail: expect.stringMatching(/.{10}/) } }];
        expect(list.unavailable).toEqual(isThere ? [] : refused);
      }
      const profileUrl = `https://www.linkedin.com/in/somebody-${chats.length}`;
      const input = { accountId: id, profileUrls: [profileUrl] };
      const outcome = await askMutation<object>(
        stage.graphql,
        'synchronizeConversations',
        input,
        '__typename',
      );
      expectAsDeclared(node.capabilities.synchronize, outcome, 'synchronizeConversations');
    }
  });

  async function expectDone(name: keyof typeof doings, chat: TrueChat): Promise<void> {
    const capability = await capabilityOf(chat, name);
    const messageId = ofMessages.includes(name) ? await messageOf(chat, capability) : '';
    // Where nothing can be sent there is nothing to change.
    if (messageId === null) return;
    let outcome = await doings[name]({ stage, chat, messageId });
    // News that came in between makes the chat unknown again; who asks once more finds it known.
    for (let again = 0; again < 2 && isRefusedAtACost(capability, outcome); again++) {
      outcome = await doings[name]({ stage, chat, messageId });
    }
    expectAsDeclared(capability, outcome, `${name} in ${chat.product} ${chat.kind}`);
  }

  async function capabilityOf(chat: TrueChat, name: string): Promise<Capability> {
    const query = `query ($id: ID!) { node(id: $id) { ... on Chat { capabilities { ${name} { support reason } } } } }`;
    const { node } = await stage.read<{ node: { capabilities: Record<string, Capability> } | null }>(query, {
      id: chat.id,
    });
    const capability = node?.capabilities[name];
    if (capability === undefined) throw new Error(`${chat.id} has no ${name}`);
    return capability;
  }

  /** A fresh one of the owner's where something is to be done with it: old ones may not be changed any more. */
  async function messageOf(chat: TrueChat, { support }: Capability): Promise<string | null> {
    if (support === 'UNSUPPORTED') return anyMessage(chat);
    const input = { chatId: chat.id, text: 'To work with' };
    const payload = 'message { id }';
    const sent = await mutate<{ message: { id: string } }>(stage.graphql, 'sendMessage', input, payload);
    return sent.__typename === 'SendMessagePayload' ? sent.message.id : null;
  }

  function anyMessage(chat: TrueChat): string {
    const [newest] = stage.behind.messages(chat);
    if (newest === undefined) throw new Error('Nothing was said in this chat.');
    return newest.id;
  }
}

const ofMessages: readonly string[] = ['reply', 'forward', 'react', 'edit', 'deleteMessage'];

interface Seen {
  readonly capabilities: Readonly<
    Record<'listInboxes' | 'listAllMessages' | 'synchronize' | 'pushEvents', Capability>
  >;
  readonly inboxes: List;
  readonly messages: List;
}
interface List {
  readonly nodes: readonly unknown[];
  readonly unavailable: readonly unknown[];
}

const readOnly = (stage: Stage) =>
  allChats(stage)
    .filter(({ isReadOnly }) => isReadOnly)
    .slice(0, 2);

const isRefusedAtACost = ({ support }: Capability, { extensions }: Outcome) =>
  support === 'UNSUPPORTED' && extensions?.upstream?.calls !== 0;

function expectAsDeclared(
  { support, reason }: Capability,
  { data, errors, extensions }: Outcome,
  what: string,
  refusal = 'NOT_SUPPORTED',
): void {
  const outcome = data?.result;
  if (outcome === undefined) throw new Error(JSON.stringify(errors));
  const { __typename: type, code } = outcome;
  if (support === 'UNSUPPORTED') {
    expect({ what, code, detail: outcome.detail }).toEqual({
      what,
      code: refusal,
      detail: expect.stringMatching(/^.{10,}\.$/),
    });
    expect({ what, calls: extensions?.upstream?.calls }).toEqual({ what, calls: 0 });
    return;
  }
  if (support === 'PARTIAL')
    expect({ what, reason }).toEqual({ what, reason: expect.stringMatching(/.{10}/) });
  expect({ what, type, outcome }).toEqual({ what, type: expect.stringMatching(/Payload$/), outcome });
}
