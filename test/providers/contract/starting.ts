import { expect, it } from 'vitest';
import { askMutation } from '../../whole-way/support.ts';
import { type Capability, expectAsDeclared } from './as-declared.ts';
import type { Stage } from './stage.ts';
import { walk } from './walking.ts';

interface Start extends Capability {
  readonly needsSubject: boolean;
  readonly needsSignature: boolean;
}
interface Inbox {
  readonly id: string;
  readonly product: string;
  readonly isPrimary: boolean;
  readonly capabilities: {
    readonly startChat: Start;
    readonly startGroup: Capability;
    readonly inMail: Capability;
  };
}
type Way = keyof Inbox['capabilities'];

const inboxFields = `id product isPrimary capabilities {
  startChat { support reason needsSubject needsSignature } startGroup { support reason } inMail { support reason } }`;
const accountCapabilities = `query ($id: ID!) { node(id: $id) { ... on Account {
  capabilities { startChat { support reason } startGroup { support reason } inMail { support reason } } } } }`;

/** In these all that is no message to a connection goes as an InMail, without being told to. */
const inMailOnly = ['LINKEDIN_SALES_NAVIGATOR', 'LINKEDIN_RECRUITER'];

/** Chats start in every way that is declared, from the inboxes and the accounts that say so. */
export function starting(stage: Stage): void {
  it.each(['startChat', 'startGroup', 'inMail'] as const)('%s from every inbox and account', async (way) => {
    for (const { id } of stage.behind.accounts()) {
      const inboxes = await walk<Inbox>(stage, id, 'inboxes', inboxFields, 100);
      for (const inbox of inboxes) {
        const what = `${way} from ${inbox.product}`;
        await expectStarted(way, inbox.capabilities[way], { inboxId: inbox.id }, inbox, id, what);
      }
      const first = inboxes.find(({ isPrimary }) => isPrimary);
      if (first === undefined) throw new Error('The account has no primary inbox.');
      const { node } = await stage.read<{ node: Pick<Inbox, 'capabilities'> }>(accountCapabilities, { id });
      await expectStarted(
        way,
        node.capabilities[way],
        { accountId: id },
        first,
        id,
        `${way} from an account`,
      );
    }
  });

  async function expectStarted(
    way: Way,
    declared: Capability,
    from: object,
    { product, isPrimary, capabilities: { startChat } }: Inbox,
    accountId: string,
    what: string,
  ): Promise<void> {
    const { reachable, byInMail } = stage.behind.people(accountId, product);
    const isInMailAnyway = inMailOnly.includes(product) && declared.support !== 'UNSUPPORTED';
    const asInMail = way === 'inMail' && !isInMailAnyway;
    const input = {
      from,
      recipients: way === 'inMail' ? byInMail.slice(0, 1) : reachable.slice(0, way === 'startGroup' ? 2 : 1),
      text: 'Nice to meet you',
      ...(startChat.needsSubject && { subject: 'Hello' }),
      ...(startChat.needsSignature && { linkedIn: { recruiter: { signature: 'The owner' } } }),
      ...(asInMail && { linkedIn: { classic: { inMail: true } } }),
    };
    const outcome = await askMutation<object>(stage.graphql, 'startChat', input, 'chat { kind }');
    // A view of an inbox is the wrong one to name, whatever its product can do; so are InMails of another product.
    const isWrong = !isPrimary || (asInMail && product !== 'LINKEDIN_CLASSIC');
    expectAsDeclared(declared, outcome, what, isWrong ? 'INVALID_INPUT' : 'NOT_SUPPORTED');
    const { chat } = (outcome.data?.result ?? {}) as { chat?: { kind: string } | null };
    // A chat that the network is still making is not known yet.
    if (chat)
      expect({ what, chat }).toEqual({ what, chat: { kind: way === 'startGroup' ? 'GROUP' : 'DIRECT' } });
  }
}
