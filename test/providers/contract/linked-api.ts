import { makeId } from '../../../src/messaging/id.ts';
import type { LinkedApiSandbox } from '../../../src/sandbox/index.ts';
import { find } from '../../whole-way/support.ts';
import { type Behind, CONNECTION, type TrueChat, type Vendor } from './vendor.ts';

type Conversation = ReturnType<LinkedApiSandbox['control']['truth']>['conversations'][number];

const OWNER = 'owner';
const FOLLOWED = 14;

// linked-api.md §4.5 and §9.1: what a request, an action or a person can be answered with.
const statuses = {
  invalidRequestPayload: 400,
  invalidWorkflow: 400,
  conversationsNotSynced: 400,
  inboxNotSynced: 400,
  linkedApiTokenRequired: 401,
  invalidLinkedApiToken: 401,
  identificationTokenRequired: 401,
  invalidIdentificationToken: 401,
  subscriptionRequired: 402,
  noActiveSeats: 402,
  plusPlanRequired: 403,
  outsideWorkingHours: 403,
  trialLimitReached: 403,
  accountNotFound: 404,
  workflowNotFound: 404,
  resultNotFound: 404,
  linkedinAccountSignedOut: 409,
  languageNotSupported: 409,
  limitExceeded: 429,
  tooManyRequests: 429,
  somethingNew: 418,
  broken: 500,
};

/** People copy addresses from wherever they are; all of them name the same person. */
function asSomebodyCopiedIt(url: string, index: number): string {
  return index % 2 === 0 ? url : `${url.replace('//www.', '//se.')}/?trk=people`;
}

export const linkedApi: Vendor = {
  provider: 'LINKED_API',
  connection: ({ linkedApi: { baseUrl, linkedApiToken, identificationTokens, cast } }) => ({
    settings: {
      provider: 'linked-api',
      baseUrl,
      linkedApiToken: { env: 'TOKEN' },
      identificationToken: { env: 'ACCOUNT' },
      people: cast.synchronised.slice(0, FOLLOWED).map(asSomebodyCopiedIt),
      pollSeconds: 5,
    },
    env: { TOKEN: linkedApiToken, ACCOUNT: identificationTokens[0] ?? '' },
  }),
  prepare: ({ linkedApi }) => void linkedApi.control.switches({ jobMs: 1 }),
  isRegistered: () => true,
  errors: Object.entries(statuses).map(([type, status]) => ({ type, status })),
  failing: ({ type, status }, words) => ({
    route: '*',
    status,
    body: { success: false, error: { type, message: words } },
  }),
  sends: 'POST /workflows',

  behind({ linkedApi: { control, cast } }, [accountId = '']): Behind {
    const account = makeId({ type: 'Account', connectionId: CONNECTION, accountId });
    const chatOf = ({ channel, personUrl }: Conversation) => `${channel}:${personUrl.split('/').at(-1)}`;
    const synchronised = cast.synchronised.slice(0, FOLLOWED);
    const followed = () => {
      const { accounts, conversations } = control.truth();
      return conversations.filter(
        ({ accountId: id, channel, personUrl }) =>
          id === accounts[0]?.id && channel === 'st' && synchronised.includes(personUrl),
      );
    };
    const toChat = (conversation: Conversation): TrueChat => ({
      id: makeId({ type: 'Chat', connectionId: CONNECTION, accountId, chatId: chatOf(conversation) }),
      accountId: account,
      vendorId: conversation.threadId,
      kind: 'DIRECT',
      product: 'LINKEDIN_CLASSIC',
      isArchived: false,
      isUnread: false,
      unreadCount: 0,
      isReadOnly: false,
      syncStatus: 'DONE',
      counterpart: conversation.personUrl,
    });
    const conversationOf = ({ vendorId }: TrueChat) =>
      find(followed(), ({ threadId }) => threadId === vendorId);
    const messageId = (conversation: Conversation, id: string) =>
      makeId({
        type: 'Message',
        connectionId: CONNECTION,
        accountId,
        chatId: chatOf(conversation),
        messageId: id,
      });

    return {
      accounts: () => [
        {
          id: account,
          name: control.truth().accounts[0]?.name ?? '',
          network: 'LINKEDIN',
          chats: followed().map(toChat),
        },
      ],
      messages(chat) {
        const conversation = conversationOf(chat);
        return conversation.messages
          .map(({ id, sender, text, time }) => ({
            id: messageId(conversation, id),
            text: text || null,
            direction: sender === 'us' ? ('OUTBOUND' as const) : ('INBOUND' as const),
            sender: sender === 'us' ? OWNER : conversation.personUrl,
            sentAt: new Date(time).toISOString(),
          }))
          .reverse();
      },
      happenings(chat) {
        const conversation = conversationOf(chat);
        const write = (text: string, fromSelf: boolean) => {
          const { id } = control.inbound({ personUrl: conversation.personUrl, text, fromSelf });
          const direction = fromSelf ? 'OUTBOUND' : 'INBOUND';
          const place = { account: { id: account }, chatId: chat.id, messageId: messageId(conversation, id) };
          return { __typename: 'MessageCreated', ...place, message: { text, direction } };
        };
        return [
          { name: 'the owner writes from another device', happen: () => write('From my phone', true) },
          { name: 'somebody writes', happen: () => write('Hello there', false) },
          { name: 'somebody writes the same again', happen: () => write('Hello there', false) },
        ];
      },
      ownerWrites(chat, text) {
        const conversation = conversationOf(chat);
        const { id } = control.inbound({ personUrl: conversation.personUrl, text, fromSelf: true });
        return messageId(conversation, id);
      },
      // The gateway polls it.
      webhooks: () => ({ genuine: null, forgeries: [{ name: 'anything', headers: {}, body: '{}' }] }),
      stranger: () => ({ profileUrl: cast.notSynchronised }),
      quirks: [
        { name: 'newest first', turn: (on) => void control.switches({ newestFirst: on }) },
        { name: 'an exclusive since', turn: (on) => void control.switches({ sinceExclusive: on }) },
        { name: 'other ids', turn: (on) => void control.switches({ resyncChangesIds: on }) },
        { name: 'canonical addresses', turn: (on) => void control.switches({ canonicalEcho: on }) },
        { name: 'nulls for texts', turn: (on) => void control.switches({ nullTexts: on }) },
        { name: 'ids alone', turn: (on) => void control.switches({ idOnlyAnswers: on }) },
      ],
      fault: (fault) => control.fault(fault),
      clearFaults: () => control.clearFaults(),
      told: () => control.webhooksIdle(),
      requests: () => control.requests().filter(({ route }) => route !== 'POST /conversations/poll'),
      clearRequests: () => control.clearRequests(),
    };
  },
};
