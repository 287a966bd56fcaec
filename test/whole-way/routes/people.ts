import { expect } from 'vitest';
import { read } from '../../support/client.ts';
import type { TestGateway } from '../../support/gateway.ts';
import { accountOn, find, ids, readNode } from '../support.ts';
import { connectAccount } from './accounts.ts';
import { controlOf, expectRoutes, type Rows } from './row.ts';

interface Named {
  readonly name: string;
  readonly providerId: string;
}
interface Page<Item> {
  readonly nodes: readonly Item[];
}

/** Somebody of an account whom no earlier answer has named, and one after the other who have a chat. */
function somebody(gateway: TestGateway, network: string, place: number) {
  const truth = controlOf(gateway).truth();
  const account = accountOn(truth, network);
  const people = truth.attendees.filter(({ account_id, is_self }) => account_id === account.id && !is_self);
  const withChat = people.filter(({ provider_id }) =>
    truth.chats.some((chat) => chat.account_id === account.id && chat.attendee_provider_id === provider_id),
  );
  const person = find(withChat.slice(place), () => true);
  return { account, person, id: ids.attendee(account.id, person.provider_id), truth };
}

async function open(url: string) {
  const response = await fetch(url);
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get('content-type'), bytes };
}

const lookUp = (gateway: TestGateway, network: string, by: object) =>
  read<{ node: { attendee: Named | null } }>(
    gateway.graphql,
    `query ($id: ID!, $by: AttendeeInput!) {
      node(id: $id) { ... on Account { attendee(by: $by) { name providerId } } }
    }`,
    { id: ids.account(accountOn(controlOf(gateway).truth(), network)), by },
  ).then(({ node }) => node.attendee);

export const peopleRows: Rows = {
  async 'GET /chats/{chat_id}/attendees → Chat.attendees'(gateway) {
    const { chats } = controlOf(gateway).truth();
    const chat = find(chats, ({ type, account_type }) => type === 1 && account_type === 'LINKEDIN');
    await readNode(gateway, ids.chat(chat), 'Chat', 'title');
    const { attendees } = await expectRoutes(gateway, ['GET /chats/{chat_id}/attendees'], () =>
      readNode<{ attendees: Page<Named & { isSelf: boolean }> }>(
        gateway,
        ids.chat(chat),
        'Chat',
        'attendees { nodes { name providerId isSelf } }',
      ),
    );
    expect(attendees.nodes.length).toBeGreaterThan(3);
    expect(attendees.nodes.filter(({ isSelf }) => isSelf)).toMatchObject([{ name: 'Nora Whitfield' }]);
  },

  async 'GET /chat_attendees → Chat.attendees'(gateway) {
    const query =
      '{ chats(first: 10, filter: { kind: DIRECT }) { nodes { id attendees { nodes { providerId } } } } }';
    await read(gateway.graphql, '{ chats(first: 10, filter: { kind: DIRECT }) { nodes { id } } }');
    const { chats } = await expectRoutes(gateway, ['GET /chat_attendees', 'GET /chat_attendees'], () =>
      read<{ chats: Page<{ id: string; attendees: Page<{ providerId: string }> }> }>(gateway.graphql, query),
    );
    const truth = controlOf(gateway).truth();
    for (const { id, attendees } of chats.nodes) {
      const chat = find(truth.chats, (candidate) => ids.chat(candidate) === id);
      expect(attendees.nodes.map(({ providerId }) => providerId)).toContain(chat.attendee_provider_id);
    }
  },

  async 'GET /chat_attendees → Account.attendees'(gateway) {
    const truth = controlOf(gateway).truth();
    const account = accountOn(truth, 'SLACK');
    const { attendees } = await expectRoutes(gateway, ['GET /chat_attendees'], () =>
      readNode<{ attendees: Page<Named> }>(
        gateway,
        ids.account(account),
        'Account',
        'attendees(first: 100) { nodes { name } }',
      ),
    );
    const names = truth.attendees
      .filter(({ account_id }) => account_id === account.id)
      .map(({ name }) => name);
    expect(attendees.nodes.map(({ name }) => name).sort()).toEqual(names.sort());
  },

  async 'GET /chat_attendees/{id} → Query.node'(gateway) {
    const control = controlOf(gateway);
    const account = accountOn(control.truth(), 'WHATSAPP');
    const { sender_id } = control.firstContact({ accountId: account.id, text: 'We have not met' });
    await control.webhooksIdle();
    const shown = await expectRoutes(gateway, ['GET /chat_attendees/{id}'], () =>
      readNode(gateway, ids.attendee(account.id, sender_id), 'Attendee', 'name providerId isSelf'),
    );
    const person = find(control.truth().attendees, ({ provider_id }) => provider_id === sender_id);
    expect(shown).toEqual({ name: person.name, providerId: sender_id, isSelf: false });
  },

  async 'GET /chat_attendees/{id}/picture → Attendee.pictureUrl'(gateway) {
    const { account, truth } = somebody(gateway, 'LINKEDIN', 0);
    const withPicture = find(
      truth.attendees,
      ({ account_id, picture_url, is_self }) => account_id === account.id && Boolean(picture_url) && !is_self,
    );
    const { pictureUrl } = await readNode<{ pictureUrl: string }>(
      gateway,
      ids.attendee(account.id, withPicture.provider_id),
      'Attendee',
      'pictureUrl',
    );
    const picture = await expectRoutes(gateway, ['GET /chat_attendees/{id}/picture'], () => open(pictureUrl));
    expect(picture).toMatchObject({ status: 200, type: 'image/png' });
    expect(picture.bytes.subarray(1, 4).toString()).toBe('PNG');
  },

  async 'GET /chat_attendees/{id}/picture → Chat.pictureUrl'(gateway) {
    const { chats } = controlOf(gateway).truth();
    const chat = find(chats, ({ type, account_type }) => type === 2 && account_type === 'TELEGRAM');
    const { pictureUrl } = await readNode<{ pictureUrl: string }>(
      gateway,
      ids.chat(chat),
      'Chat',
      'pictureUrl',
    );
    const picture = await expectRoutes(gateway, ['GET /chat_attendees/{id}/picture'], () => open(pictureUrl));
    expect(picture).toMatchObject({ status: 200, type: 'image/png' });
  },

  async 'GET /chat_attendees/{attendee_id}/chats → Attendee.chats'(gateway) {
    const { account, person, id, truth } = somebody(gateway, 'TELEGRAM', 2);
    await readNode(gateway, id, 'Attendee', 'name');
    const { chats } = await expectRoutes(gateway, ['GET /chat_attendees/{attendee_id}/chats'], () =>
      readNode<{ chats: Page<{ id: string }> }>(gateway, id, 'Attendee', 'chats { nodes { id } }'),
    );
    const theirs = truth.chats.filter(
      (chat) => chat.account_id === account.id && chat.attendee_provider_id === person.provider_id,
    );
    expect(chats.nodes).toEqual(theirs.map((chat) => ({ id: ids.chat(chat) })));
  },

  async 'GET /chat_attendees/{sender_id}/messages → Attendee.messages'(gateway) {
    const { person, id, truth } = somebody(gateway, 'TELEGRAM', 3);
    await readNode(gateway, id, 'Attendee', 'name');
    const { messages } = await expectRoutes(gateway, ['GET /chat_attendees/{sender_id}/messages'], () =>
      readNode<{ messages: Page<{ id: string }> }>(
        gateway,
        id,
        'Attendee',
        'messages(first: 100) { nodes { id } }',
      ),
    );
    const theirs = truth.messages.filter(({ sender_attendee_id }) => sender_attendee_id === person.id);
    expect(messages.nodes).toEqual(theirs.map((message) => ({ id: ids.message(message) })));
  },

  async 'GET /users/me → Account.owner'(gateway) {
    const accountId = await connectAccount(gateway, 'INSTAGRAM', 'second.shop');
    controlOf(gateway).fault({ route: 'GET /chat_attendees/{id}', status: 404 });
    const routes = ['GET /chat_attendees/{id}', 'GET /users/me'];
    const { owner } = await expectRoutes(gateway, routes, () =>
      readNode<{ owner: unknown }>(
        gateway,
        ids.account({ id: accountId }),
        'Account',
        'owner { name isSelf }',
      ),
    );
    expect(owner).toEqual({ name: 'second.shop', isSelf: true });
  },

  async 'GET /users/{identifier} → Account.attendee'(gateway) {
    const { contacts } = controlOf(gateway).truth();
    const stranger = find(contacts, ({ linkedIn }) => Boolean(linkedIn?.invitationId));
    const profileUrl = `https://www.linkedin.com/in/${stranger.publicIdentifier}`;
    for (const [network, by, name] of [
      ['LINKEDIN', { profileUrl }, stranger.name],
      ['WHATSAPP', { phoneNumber: '+15550166666' }, '15550166666'],
    ] as const) {
      const found = await expectRoutes(gateway, ['GET /users/{identifier}'], () =>
        lookUp(gateway, network, by),
      );
      expect(found?.name).toBe(name);
    }
    const nobody = await expectRoutes(gateway, ['GET /users/{identifier}'], () =>
      lookUp(gateway, 'LINKEDIN', { profileUrl: 'https://www.linkedin.com/in/nobody-at-all' }),
    );
    expect(nobody).toBeNull();
  },

  async 'GET /linkedin/company/{identifier} → Account.attendee'(gateway) {
    const { contacts } = controlOf(gateway).truth();
    const company = find(contacts, ({ linkedIn }) => linkedIn?.isCompany === true);
    const profileUrl = `https://www.linkedin.com/company/${company.publicIdentifier}/`;
    const found = await expectRoutes(gateway, ['GET /linkedin/company/{identifier}'], () =>
      lookUp(gateway, 'LINKEDIN', { profileUrl }),
    );
    expect(found).toEqual({ name: company.name, providerId: company.providerId });
  },
};
