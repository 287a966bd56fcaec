import { createHmac } from 'node:crypto';
import { makeId, openId } from '../../../src/messaging/id.ts';
import type { UnipileV2Sandbox } from '../../../src/sandbox/index.ts';
import { find } from '../../whole-way/support.ts';
import { errors } from './unipile-v2-errors.ts';
import { type Behind, CONNECTION, type TrueChat, type Vendor, type WebhookPost } from './vendor.ts';

type Truth = ReturnType<UnipileV2Sandbox['control']['truth']>;
type WireChat = Truth['chats'][number];

const account = (accountId: string) => makeId({ type: 'Account', connectionId: CONNECTION, accountId });
const chatId = ({ accountId, id }: Pick<WireChat, 'accountId' | 'id'>) =>
  makeId({ type: 'Chat', connectionId: CONNECTION, accountId, chatId: id });
const messageId = (chat: { readonly accountId: string; readonly chatId: string }, id: string) =>
  makeId({ type: 'Message', connectionId: CONNECTION, ...chat, messageId: id });

const products: Readonly<Record<WireChat['product'], string>> = {
  classic: 'LINKEDIN_CLASSIC',
  sales_navigator: 'LINKEDIN_SALES_NAVIGATOR',
  recruiter: 'LINKEDIN_RECRUITER',
  company: 'LINKEDIN_COMPANY_PAGE',
  flat: 'MESSAGING',
};
const kinds: Readonly<Record<string, TrueChat['kind']>> = {
  '1to1': 'DIRECT',
  group: 'GROUP',
  channel: 'CHANNEL',
};

// Spam is left to its own inbox.
const isSpam = ({ folders }: WireChat) => (folders as string[]).includes('CLASSIC_SPAM');

const toChat = (chat: WireChat): TrueChat => ({
  id: chatId(chat),
  accountId: account(chat.accountId),
  vendorId: chat.id,
  kind: kinds[String(chat.type)] ?? 'DIRECT',
  product: products[chat.product],
  isArchived: chat.is_archived === true,
  isUnread: chat.unread_count !== 0,
  unreadCount: Math.max(0, Number(chat.unread_count)),
  isReadOnly: chat.is_readonly === true,
  syncStatus: null,
  counterpart: chat.type === '1to1' ? String(chat.user_id) : null,
});

export const unipileV2: Vendor = {
  name: 'UNIPILE_V2',
  provider: 'UNIPILE_V2',
  connection: ({ unipileV2: { baseUrl, apiKey } }) => ({
    settings: { provider: 'unipile-v2', baseUrl, apiKey: { env: 'KEY' } },
    env: { KEY: apiKey },
  }),
  prepare: () => undefined,
  hasAsked: ({ unipileV2 }) => unipileV2.control.truth().endpoints.length >= 1,
  errors,
  failing: ({ type, status }, words) => ({
    route: '*',
    status,
    body: { object: 'Error', type, status, title: words, detail: words, req_id: 'req-1' },
  }),
  sends: 'POST /{account_id}/chats/{chat_id}/messages/send',

  behind({ unipileV2: { control } }): Behind {
    return {
      accounts() {
        const { accounts, chats } = control.truth();
        return accounts.map(({ id, name, provider }) => ({
          id: account(String(id)),
          name: String(name),
          network: String(provider).toUpperCase(),
          chats: chats.filter((chat) => chat.accountId === id && !isSpam(chat)).map(toChat),
        }));
      },
      messages(chat) {
        const { messages, chats, accounts } = control.truth();
        const { accountId } = find(chats, ({ id }) => id === chat.vendorId);
        const owner = find(accounts, ({ id }) => id === accountId).user_id;
        return messages
          .filter((message) => message.chat_id === chat.vendorId)
          .map((message) => ({
            id: messageId({ accountId, chatId: chat.vendorId }, String(message.id)),
            text: message.is_deleted ? null : textOf(message),
            direction: message.is_sender ? 'OUTBOUND' : 'INBOUND',
            // The owner is one person, whatever id a product has for them.
            sender: String(message.is_sender ? owner : message.sender_id),
            sentAt: String(message.timestamp),
          }));
      },
      messageCounts: () => new Map(control.truth().chats.map(({ id, messageCount }) => [id, messageCount])),
      happenings({ vendorId, counterpart }) {
        const wire = find(control.truth().chats, ({ id }) => id === vendorId);
        const { accountId } = wire;
        const other = { providerId: counterpart, isSelf: false };
        const inChat = { account: { id: account(accountId) }, chatId: chatId(wire) };
        const last = { inbound: '', own: '' };
        const named = (id: string) => ({
          ...inChat,
          messageId: messageId({ accountId, chatId: vendorId }, id),
        });
        const write = (text: string, fromSelf: boolean) => {
          const { id } = control.inbound({ chatId: vendorId, text, fromSelf });
          last[fromSelf ? 'own' : 'inbound'] = id;
          const direction = fromSelf ? 'OUTBOUND' : 'INBOUND';
          return { __typename: 'MessageCreated', ...named(id), message: { text, direction } };
        };
        const react = (removed: boolean) => {
          control.reaction({ chatId: vendorId, messageId: last.own, value: '👍', removed });
          return { __typename: 'MessageReacted', ...named(last.own), removed, attendee: other };
        };
        const status = (word: 'disconnected' | 'degraded' | 'running', told: string) => ({
          name: `the account is ${word}`,
          happen: () => {
            control.accountStatus({ accountId, status: word });
            return { __typename: 'AccountStatusChanged', account: inChat.account, status: told };
          },
        });
        return [
          { name: 'somebody writes', happen: () => write('Hello there', false) },
          { name: 'the owner writes from another device', happen: () => write('From my phone', true) },
          { name: 'somebody reacts', happen: () => react(false) },
          { name: 'somebody takes a reaction back', happen: () => react(true) },
          {
            name: 'a message is delivered',
            happen: () => {
              control.deliver({ chatId: vendorId, messageId: last.own });
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
              control.edit({ chatId: vendorId, messageId: last.inbound, text: 'Hello you' });
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
              control.delete({ chatId: vendorId, messageId: last.inbound });
              return { __typename: 'MessageDeleted', ...named(last.inbound) };
            },
          },
          {
            name: 'a chat is archived elsewhere',
            happen: () => {
              control.changeChat({ chatId: vendorId, archived: true });
              return { __typename: 'ChatUpdated', ...inChat };
            },
          },
          status('disconnected', 'NEEDS_RECONNECT'),
          status('degraded', 'DEGRADED'),
          status('running', 'CONNECTED'),
          {
            name: 'a chat is deleted elsewhere',
            happen: () => {
              control.deleteChat({ chatId: vendorId });
              return { __typename: 'ChatDeleted', ...inChat };
            },
          },
        ];
      },
      ownerWrites({ vendorId, id }, text) {
        const message = control.inbound({ chatId: vendorId, text, fromSelf: true });
        return messageId({ accountId: openId(id)?.accountId ?? '', chatId: vendorId }, message.id);
      },
      othersRead({ vendorId }) {
        const { id } = control.inbound({ chatId: vendorId, text: 'Have you read this?', fromSelf: true });
        control.read({ chatId: vendorId, messageId: id });
      },
      webhooks() {
        const pushed = find(control.deliveries().reverse(), ({ event }) => event === 'message.new');
        const { secret } = find(control.truth().endpoints, ({ id }) => id === pushed.receiver);
        const { payload, ...event } = JSON.parse(pushed.body);
        const body = JSON.stringify({
          ...event,
          id: 'evt_new',
          payload: { ...payload, id: 'not-pushed-yet' },
        });
        return {
          genuine: { headers: signed(body, secret), body },
          forgeries: [
            { name: 'without a signature', headers: {}, body },
            { name: 'signed with a wrong secret', headers: signed(body, 'a guess'), body },
            { name: 'with the signature of another body', headers: signed(pushed.body, secret), body },
            { name: 'signed ten minutes ago', headers: signed(body, secret, 600), body },
          ],
        };
      },
      people(accountId, product) {
        const { accounts, chats, contacts } = control.truth();
        const owners = accounts.map(({ user_id: id }) => id);
        const known = chats
          .filter((chat) => account(chat.accountId) === accountId)
          .map((chat) => chat.user_id);
        const word = find(Object.entries(products), ([, name]) => name === product)[0];
        const name =
          word === 'flat' || word === 'company' ? 'classic' : (word as keyof (typeof contacts)[0]['ids']);
        const strangers = contacts.filter(
          (one) =>
            one.accountId !== null &&
            account(one.accountId) === accountId &&
            !Object.values(one.ids).some((id) => known.includes(id) || owners.includes(id)) &&
            one.type === 'individual' &&
            !one.refusesMessages,
        );
        const named = ({ ids }: (typeof strangers)[number]) => ({ providerId: ids[name] });
        const isNear = ({ distance }: (typeof strangers)[number]) => distance === 'FIRST_DEGREE';
        return {
          reachable: strangers.filter(isNear).map(named),
          byInMail: strangers.filter((one) => !isNear(one)).map(named),
        };
      },
      quirks: [
        { name: 'short pages', turn: (on) => void control.switches({ shortPages: on }) },
        { name: 'unknown keys', turn: (on) => void control.switches({ unknownKeys: on }) },
        { name: 'a cache', turn: (on) => void control.switches({ cache: on ? 'healthy' : 'off' }) },
      ],
      fault: (fault) => control.fault(fault),
      clearFaults: () => control.clearFaults(),
      told: () => control.webhooksIdle(),
      look: async () => undefined,
      requests: () => control.requests().filter(({ route }) => !route?.includes('/webhooks/')),
      clearRequests: () => control.clearRequests(),
    };
  },
};

// unipile-v2.md §8.3.
function signed(body: string, secret: string, ageSeconds = 0): WebhookPost['headers'] {
  const time = Math.floor(Date.now() / 1000) - ageSeconds;
  const made = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return { 'unipile-signature': `t=${time},v0=${made}` };
}

function textOf(message: Record<string, unknown>): string | null {
  const forwarded = message.forwarded as { text?: string | null } | undefined;
  return (message.text as string | null | undefined) || forwarded?.text || null;
}
