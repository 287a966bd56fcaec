import { makeId } from '../../../src/messaging/id.ts';
import { find, type WireChat, type WireMessage } from '../../whole-way/support.ts';
import { lookForNews } from './looking.ts';
import { errors } from './unipile-v1-errors.ts';
import { type Behind, CONNECTION, type TrueChat, type Vendor } from './vendor.ts';

const account = (accountId: string) => makeId({ type: 'Account', connectionId: CONNECTION, accountId });
const chatId = (chat: Pick<WireChat, 'account_id' | 'id'>) =>
  makeId({ type: 'Chat', connectionId: CONNECTION, accountId: chat.account_id, chatId: chat.id });
const messageId = (message: WireMessage) =>
  makeId({
    type: 'Message',
    connectionId: CONNECTION,
    accountId: message.account_id,
    chatId: message.chat_id,
    messageId: message.id,
  });

const folders: Readonly<Record<string, string>> = {
  INBOX_LINKEDIN_CLASSIC: 'LINKEDIN_CLASSIC',
  INBOX_LINKEDIN_RECRUITER: 'LINKEDIN_RECRUITER',
  INBOX_LINKEDIN_SALES_NAVIGATOR: 'LINKEDIN_SALES_NAVIGATOR',
  INBOX_LINKEDIN_ORGANIZATION: 'LINKEDIN_COMPANY_PAGE',
};

function productOf(chat: WireChat): string {
  if (chat.account_type !== 'LINKEDIN') return 'MESSAGING';
  const { folder, organization_id: page } = chat as { folder?: readonly string[]; organization_id?: string };
  if (page) return 'LINKEDIN_COMPANY_PAGE';
  return folder?.map((name) => folders[name]).find(Boolean) ?? 'LINKEDIN_CLASSIC';
}

const toChat = (chat: WireChat): TrueChat => ({
  id: chatId(chat),
  accountId: account(chat.account_id),
  vendorId: chat.id,
  kind: chat.type === 0 ? 'DIRECT' : chat.type === 1 ? 'GROUP' : 'CHANNEL',
  product: productOf(chat),
  isArchived: chat.archived === 1,
  isUnread: chat.unread_count > 0,
  unreadCount: chat.unread_count,
  isReadOnly: chat.read_only > 0,
  syncStatus: null,
  counterpart: chat.type === 0 ? (chat.attendee_provider_id ?? null) : null,
});

export const unipileV1: Vendor = {
  name: 'UNIPILE_V1',
  provider: 'UNIPILE_V1',
  connection: ({ unipileV1: { baseUrl, apiKey } }) => ({
    settings: {
      provider: 'unipile-v1',
      baseUrl,
      apiKey: { env: 'KEY' },
      webhookSecret: { env: 'WEBHOOK_SECRET' },
    },
    env: { KEY: apiKey, WEBHOOK_SECRET: 'a-long-webhook-secret-of-a-test' },
  }),
  prepare: () => undefined,
  hasAsked: ({ unipileV1 }) => unipileV1.control.truth().webhooks.length >= 2,
  errors,
  failing: ({ type, status }, words) => ({
    route: '*',
    status,
    body: { status, type: `errors/${type}`, title: words, detail: words },
  }),
  sends: 'POST /chats/{chat_id}/messages',

  behind({ unipileV1: { control } }, _accountIds, client): Behind {
    return {
      accounts() {
        const { accounts, chats } = control.truth();
        return accounts.map(({ id, name, type }) => ({
          id: account(id),
          name,
          network: type,
          chats: chats.filter((chat) => chat.account_id === id).map(toChat),
        }));
      },
      messages: ({ vendorId }) =>
        control
          .truth()
          .messages.filter((message) => message.chat_id === vendorId)
          .map((message) => ({
            id: messageId(message),
            text: message.text,
            direction: message.is_sender ? 'OUTBOUND' : 'INBOUND',
            sender: message.sender_id,
            sentAt: message.timestamp,
          })),
      messageCounts() {
        const counts = new Map<string, number>();
        for (const { chat_id: id } of control.truth().messages) counts.set(id, (counts.get(id) ?? 0) + 1);
        return counts;
      },
      happenings({ vendorId, counterpart }) {
        const wire = find(control.truth().chats, ({ id }) => id === vendorId);
        const other = { providerId: counterpart, isSelf: false };
        const inChat = { account: { id: account(wire.account_id) }, chatId: chatId(wire) };
        const last = { inbound: '', own: '' };
        const named = (id: string) => ({
          ...inChat,
          messageId: messageId(find(control.truth().messages, (message) => message.id === id)),
        });
        const write = (text: string, fromSelf: boolean) => {
          const { id } = control.inbound({ chatId: vendorId, text, fromSelf });
          last[fromSelf ? 'own' : 'inbound'] = id;
          const direction = fromSelf ? 'OUTBOUND' : 'INBOUND';
          return { __typename: 'MessageCreated', ...named(id), message: { text, direction } };
        };
        const status = (word: string, told: string) => ({
          name: `the account is ${word}`,
          happen: () => {
            control.accountStatus({ accountId: wire.account_id, status: word });
            const { account } = inChat;
            return { __typename: 'AccountStatusChanged', account, status: told };
          },
        });
        // Of histories nothing is pushed: the gateway asks how far they are.
        const look = () => lookForNews(client, inChat.account.id);
        const fetched = (status: string) => ({
          __typename: 'SynchronizationChanged',
          account: inChat.account,
          chat: { id: inChat.chatId },
          syncStatus: status,
        });
        return [
          { name: 'somebody writes', happen: () => write('Hello there', false) },
          { name: 'the owner writes from another device', happen: () => write('From my phone', true) },
          {
            name: 'somebody reacts',
            happen: () => {
              control.reaction({ messageId: last.own, value: '👍' });
              return { __typename: 'MessageReacted', ...named(last.own), removed: false, attendee: other };
            },
          },
          {
            name: 'somebody takes a reaction back',
            happen: () => {
              control.reaction({ messageId: last.own, value: '' });
              return { __typename: 'MessageReacted', ...named(last.own), removed: true, attendee: other };
            },
          },
          {
            name: 'a message is delivered',
            happen: () => {
              control.deliver({ messageId: last.own });
              return { __typename: 'MessageDelivered', ...named(last.own) };
            },
          },
          {
            name: 'somebody reads',
            happen: () => {
              control.read({ chatId: vendorId, messageId: last.own });
              return { __typename: 'MessageRead', ...inChat, reader: other };
            },
          },
          {
            name: 'the owner reads elsewhere',
            happen: () => {
              control.read({ chatId: vendorId, messageId: last.inbound });
              return { __typename: 'MessageRead', ...inChat, reader: { isSelf: true } };
            },
          },
          {
            name: 'somebody corrects',
            happen: () => {
              control.edit({ messageId: last.inbound, text: 'Hello you' });
              return {
                __typename: 'MessageEdited',
                ...named(last.inbound),
                message: { text: 'Hello you', direction: 'INBOUND' },
              };
            },
          },
          {
            name: 'somebody deletes',
            happen: () => {
              const id = named(last.inbound);
              control.delete({ messageId: last.inbound });
              return { __typename: 'MessageDeleted', ...id };
            },
          },
          {
            name: 'the history of a chat is asked for',
            async happen() {
              await client.mutate('synchronizeChat', { chatId: inChat.chatId });
              return fetched('STARTED');
            },
          },
          ...['RUNNING', 'DONE'].map((word) => ({
            name: `fetching it is ${word}`,
            async happen() {
              await look();
              return fetched(word);
            },
          })),
          status('CREDENTIALS', 'NEEDS_RECONNECT'),
          status('OK', 'CONNECTED'),
        ];
      },
      ownerWrites({ vendorId }, text) {
        const { id } = control.inbound({ chatId: vendorId, text, fromSelf: true });
        return messageId(find(control.truth().messages, (message) => message.id === id));
      },
      othersRead({ vendorId }) {
        const { id } = control.inbound({ chatId: vendorId, text: 'Have you read this?', fromSelf: true });
        control.read({ chatId: vendorId, messageId: id });
      },
      webhooks() {
        const pushed = find(control.deliveries().reverse(), ({ event }) => event === 'message_received');
        const body = JSON.stringify({ ...JSON.parse(pushed.body), message_id: 'not-pushed-yet' });
        const headers = pushed.attempts[0]?.headers ?? {};
        return {
          genuine: { headers, body },
          forgeries: [
            { name: 'without the secret', headers: { ...headers, 'Unipile-Auth': '' }, body },
            { name: 'without any header', headers: {}, body },
            {
              name: 'with a wrong secret',
              headers: { ...headers, 'Unipile-Auth': 'a-long-webhook-secret-of-a-guess' },
              body,
            },
          ],
        };
      },
      people(accountId) {
        const { accounts, attendees, contacts } = control.truth();
        const { id, type } = find(accounts, (one) => account(one.id) === accountId);
        const known = attendees.filter((one) => one.account_id === id).map((one) => one.provider_id);
        const there = contacts
          .filter(
            ({ network, linkedIn }) => network === type && (linkedIn?.refuses ?? 'nothing') === 'nothing',
          )
          .sort(
            (one, other) => Number(known.includes(one.providerId)) - Number(known.includes(other.providerId)),
          );
        const named = ({ providerId }: (typeof there)[number]) => ({ providerId });
        const isNear = ({ linkedIn }: (typeof there)[number]) =>
          linkedIn === null || linkedIn.distance === 'DISTANCE_1';
        return {
          reachable: there.filter(isNear).map(named),
          byInMail: there.filter((one) => !isNear(one) || one.linkedIn === null).map(named),
        };
      },
      quirks: [
        { name: 'unknown words', turn: (on) => void control.switches({ unknownEnums: on }) },
        { name: 'what its own SDK expects', turn: (on) => void control.switches({ sdkStrict: on }) },
      ],
      fault: (fault) => control.fault(fault),
      clearFaults: () => control.clearFaults(),
      told: () => control.webhooksIdle(),
      look: async () => undefined,
      requests: () => control.requests().filter(({ route }) => !route?.endsWith(' /webhooks')),
      clearRequests: () => control.clearRequests(),
    };
  },
};
