import { makeId } from '../../../src/messaging/id.ts';
import type { LinkedApiSandbox } from '../../../src/sandbox/index.ts';
import { eventually } from '../../support/wait.ts';
import { find } from '../../whole-way/support.ts';
import { linkedApiForms } from './linked-api-forms.ts';
import { lookForNews } from './looking.ts';
import { type Behind, CONNECTION, type TrueChat, type Vendor } from './vendor.ts';

type Conversation = ReturnType<LinkedApiSandbox['control']['truth']>['conversations'][number];

const OWNER = 'owner';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** People copy addresses from wherever they are; all of them name the same person. */
function asSomebodyCopiedIt(url: string, index: number): string {
  return index % 2 === 0 ? url : `${url.replace('//www.', '//se.')}/?trk=people`;
}

/** In one of its two forms, which tell the same. */
export function linkedApi(form: keyof typeof linkedApiForms): Vendor {
  const { tellsNames, reads, ...rest } = linkedApiForms[form];
  return {
    ...rest,
    provider: 'LINKED_API',
    connection: ({ linkedApi: { baseUrl, linkedApiToken, identificationTokens, cast } }) => ({
      settings: {
        provider: 'linked-api',
        form,
        baseUrl,
        linkedApiToken: { env: 'TOKEN' },
        identificationToken: { env: 'ACCOUNT' },
        people: cast.synchronised.map(asSomebodyCopiedIt),
        salesNavigatorPeople: cast.salesNavigator.map(asSomebodyCopiedIt),
        pollSeconds: 5,
      },
      env: { TOKEN: linkedApiToken, ACCOUNT: identificationTokens[0] ?? '' },
    }),
    prepare({ linkedApi: { control, cast } }) {
      control.switches({ jobMs: 1 });
      // The seed has no conversation that is longer than a page.
      const [personUrl = ''] = cast.synchronised.slice(3);
      const beginning = Date.now() - 365 * DAY;
      for (let count = 0; count < 101; count++) {
        control.inbound({
          personUrl,
          text: `Letter ${count}`,
          fromSelf: count % 3 === 0,
          at: beginning + count * DAY,
        });
      }
    },
    hasAsked: ({ linkedApi: { control, cast } }) =>
      control.requests().filter(({ route }) => route === reads).length >=
      cast.synchronised.length + cast.salesNavigator.length,
    behind({ linkedApi: { control, cast } }, [accountId = ''], client): Behind {
      const look = () => lookForNews(client, account);
      const account = makeId({ type: 'Account', connectionId: CONNECTION, accountId });
      const chatOf = ({ channel, personUrl }: Conversation) => `${channel}:${personUrl.split('/').at(-1)}`;
      const people = { st: cast.synchronised, nv: cast.salesNavigator };
      const followed = () => {
        const { accounts, conversations } = control.truth();
        return conversations.filter(
          ({ accountId: id, channel, personUrl }) =>
            id === accounts[0]?.id && people[channel].includes(personUrl),
        );
      };
      const toChat = (conversation: Conversation): TrueChat => ({
        id: makeId({ type: 'Chat', connectionId: CONNECTION, accountId, chatId: chatOf(conversation) }),
        accountId: account,
        vendorId: conversation.threadId,
        kind: 'DIRECT',
        product: conversation.channel === 'st' ? 'LINKEDIN_CLASSIC' : 'LINKEDIN_SALES_NAVIGATOR',
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
      /** Answers the message's id. */
      const write = (conversation: Conversation, text: string, fromSelf: boolean) => {
        const { channel, personUrl } = conversation;
        return messageId(conversation, control.inbound({ channel, personUrl, text, fromSelf }).id);
      };

      return {
        accounts: () => [
          {
            id: account,
            name: tellsNames ? (control.truth().accounts[0]?.name ?? '') : 'LinkedIn',
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
        messageCounts: () => new Map(followed().map(({ threadId, messages }) => [threadId, messages.length])),
        happenings(chat) {
          const written = (text: string, fromSelf: boolean) => ({
            __typename: 'MessageCreated',
            account: { id: account },
            chatId: chat.id,
            messageId: write(conversationOf(chat), text, fromSelf),
            message: { text, direction: fromSelf ? 'OUTBOUND' : 'INBOUND' },
          });
          const synchronized = (syncStatus: string) => ({
            __typename: 'SynchronizationChanged',
            account: { id: account },
            chat: { id: chat.id },
            syncStatus,
          });
          const standing = (status: string) => ({
            __typename: 'AccountStatusChanged',
            account: { id: account },
            status,
          });
          return [
            {
              name: 'the owner writes from another device',
              isFound: true,
              happen: () => written('From my phone', true),
            },
            { name: 'somebody writes', happen: () => written('Hello there', false) },
            { name: 'somebody writes the same again', happen: () => written('Hello there', false) },
            {
              name: 'a conversation is to be synchronized again',
              isFound: true,
              async happen() {
                await client.mutate('synchronizeChat', { chatId: chat.id });
                return synchronized('RUNNING');
              },
            },
            { name: 'it is synchronized', happen: () => synchronized('DONE') },
            {
              name: 'LinkedIn signs the account out, as whoever writes is told',
              async happen() {
                control.accountState({ state: 'signedOut' });
                await client.mutate('sendMessage', { chatId: chat.id, text: 'Hello' });
                return standing('NEEDS_RECONNECT');
              },
            },
            {
              name: 'the account is connected again',
              async happen() {
                control.accountState({ state: 'active' });
                const before = control.jobs().length;
                // So long it is left alone.
                client.advance(5 * MINUTE);
                await look();
                await eventually('it is tried', () => {
                  const tried = control.jobs().slice(before);
                  return tried.length > 0 && tried.every(({ state }) => state === 'completed');
                });
                return standing('CONNECTED');
              },
            },
          ];
        },
        ownerWrites: (chat, text) => write(conversationOf(chat), text, true),
        othersRead() {
          throw new Error('Nobody is told what was read.');
        },
        // The gateway polls it.
        webhooks: () => ({ genuine: null, forgeries: [{ name: 'anything', headers: {}, body: '{}' }] }),
        people: () => ({
          reachable: [cast.notSynchronised, ...cast.synchronised].map((profileUrl) => ({ profileUrl })),
          byInMail: [{ profileUrl: cast.unreachable }],
        }),
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
        look,
        requests: () => control.requests().filter(({ route }) => route !== reads),
        clearRequests: () => control.clearRequests(),
      };
    },
  };
}
