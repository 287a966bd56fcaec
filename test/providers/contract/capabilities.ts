import { expect, it } from 'vitest';
import { caughtUp } from '../../whole-way/listening.ts';
import { askMutation, mutate } from '../../whole-way/support.ts';
import { type Capability, callsOf, expectAsDeclared, expectInPart, outcomeOf } from './as-declared.ts';
import { type Doing, doings, type Outcome } from './doing.ts';
import { allChats, oneOfEach } from './samples.ts';
import type { Stage } from './stage.ts';
import type { TrueChat } from './vendor.ts';
import { connection } from './walking.ts';

const receipts = '__typename id ... on MessageRead { chatId reader { isSelf } }';

/** What is declared works, and what is not is refused before the vendor hears of it. */
export function capabilities(stage: Stage): void {
  let chats: readonly TrueChat[] | null = null;

  it.each(Object.entries(doings) as [string, Doing][])('%s in a chat of every kind', async (name, doing) => {
    chats ??= [...oneOfEach(stage), ...readOnly(stage)];
    for (const chat of chats) {
      // What came before changes nothing any more, and what is read stays known.
      await stage.behind.told();
      await stage.still(() => expectAnswered(name, doing, chat));
    }
  });

  it('read receipts of a chat of every kind', async () => {
    const events = await caughtUp(stage, { filter: { types: ['MESSAGE_READ'] }, select: receipts });
    for (const chat of oneOfEach(stage)) {
      const { support, reason } = await capabilityOf(chat, 'readReceipts');
      if (support !== 'FULL') expect(reason).toMatch(/.{10}/);
      if (support === 'UNSUPPORTED') continue;
      stage.behind.othersRead(chat);
      const { reader } = await events.until(({ chatId }) => chatId === chat.id);
      // Of several people not every vendor says who it was.
      if (reader !== null || chat.kind === 'DIRECT') expect(reader).toEqual({ isSelf: false });
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

  async function expectAnswered(name: string, doing: Doing, chat: TrueChat): Promise<void> {
    const declared = await capabilityOf(chat, doing.capability);
    const isKept = doing === doings['take a reaction back'] && declared.canRemove === false;
    const capability: Capability = isKept ? { support: 'UNSUPPORTED', reason: 'Reactions stay.' } : declared;
    const messageId = doing.ofMessage ? await messageOf(chat, capability) : '';
    // Where nothing can be sent there is nothing to change.
    if (messageId === null) return;
    let outcome = await doing.ask({ stage, chat, messageId });
    // News that came in between makes the chat unknown again; who asks once more finds it known.
    for (let again = 0; again < 2 && isRefusedAtACost(capability, outcome); again++) {
      outcome = await doing.ask({ stage, chat, messageId });
    }
    const what = `${name} in ${chat.product} ${chat.kind}`;
    if (doing.isPart && capability.support === 'PARTIAL') expectInPart(outcome, what);
    else expectAsDeclared(capability, outcome, what);
    if (doing.shows && outcomeOf(outcome).code === undefined)
      expect({ what, ...outcomeOf(outcome) }).toMatchObject({ what, ...doing.shows });
  }

  async function capabilityOf(chat: TrueChat, name: string): Promise<Declared> {
    const more = name === 'react' ? 'canRemove' : '';
    const query = `query ($id: ID!) { node(id: $id) { ... on Chat { capabilities { ${name} { support reason ${more} } } } } }`;
    const { node } = await stage.read<{ node: { capabilities: Record<string, Declared> } | null }>(query, {
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

interface Declared extends Capability {
  /** Of reactions alone. */
  readonly canRemove?: boolean;
}
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

const isRefusedAtACost = ({ support }: Capability, outcome: Outcome) =>
  support === 'UNSUPPORTED' && callsOf(outcome) !== 0;
