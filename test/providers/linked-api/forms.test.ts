import { describe, expect, it } from 'vitest';
import type { MessagingEvent } from '../../../src/messaging/event.ts';
import type { AccountPort } from '../../../src/messaging/provider.ts';
import { Secret } from '../../../src/messaging/secret.ts';
import { create } from '../../../src/providers/linked-api/provider.ts';
import { testTools, vendor } from '../support.ts';
import { type Form, forms, memoryNotes, textsOf, walk, world } from './world.ts';

/** One story, as each form tells it: ids of what happens later are new each time, so texts stand for them. */
function story(form: Form) {
  const { port, call, cast, chatOf, control, settled, restart, advance } = world(form);
  return async () => {
    const { synchronised, notSynchronised, nobody } = cast();
    const [ada = '', grace = ''] = synchronised;
    await restart({ people: [ada, notSynchronised, nobody], salesNavigatorPeople: [grace] });
    const events: MessagingEvent[] = [...(await settled())];
    control().inbound({ personUrl: ada, text: 'Hello', at: Date.now() - 3_000 });
    control().inbound({ personUrl: grace, text: 'A question', channel: 'nv', at: Date.now() - 2_000 });
    control().inbound({ personUrl: ada, text: 'typed elsewhere', fromSelf: true, at: Date.now() - 1_000 });
    events.push(...(await settled()));
    const chat = await port().chat(chatOf(ada), call());
    if (chat !== null) await port().send(chat, { text: 'Thank you', attachments: [], replyTo: null }, call());
    advance(5_000);
    events.push(...(await settled()));
    const chats = await walk(port().chats({}), 50, call());
    const messages = await Promise.all(
      chats.map(async ({ chatId }) =>
        (await walk(port().messages(chatId, {}), 20, call())).map(({ text, direction, senderId }) => [
          text,
          direction,
          senderId,
        ]),
      ),
    );
    return {
      chats: chats.map(({ chatId, kind, inboxId, syncStatus, counterpartId }) => [
        chatId,
        kind,
        inboxId,
        syncStatus,
        counterpartId,
      ]),
      messages,
      texts: textsOf(events),
      states: events
        .flatMap((event) =>
          event.type === 'SYNCHRONIZATION_CHANGED'
            ? [`${event.profileUrl} ${event.syncStatus} ${event.error?.code}`]
            : [],
        )
        .sort(),
    };
  };
}

describe('one story', () => {
  const tell = { workflows: story('workflows'), conversations: story('conversations') };

  it('is the same in both forms', async () => {
    const [present, seed] = [await tell.workflows(), await tell.conversations()];
    expect(seed).toEqual(present);
    expect(present.texts).toEqual(['Hello', 'A question', 'typed elsewhere', 'Thank you']);
    expect(present.chats.length).toBe(3);
    expect(present.states.length).toBe(2);
  });
});

const [ada, stranger, grace] = ['ada-example', 'new-example', 'grace-example'].map(
  (name) => `https://www.linkedin.com/in/${name}`,
) as [string, string, string];
const messages = [
  {
    id: '5b7c0f3e-1d20-6a41-9c55-0a1b2c3d4e5f',
    sender: 'us',
    text: 'Hello Ada',
    time: '2025-03-02T10:30:00Z',
  },
  {
    id: '0d9e8f7a-6b5c-64d3-8e2f-1a0b9c8d7e6f',
    sender: 'them',
    text: 'Hi there',
    time: '2025-03-02T10:35:00Z',
  },
];

/** The answers of linked-api.md §4.3 and §5.8, as they are printed there. */
const printed: Readonly<Record<Form, (body: string) => unknown>> = {
  conversations: () => ({
    status: 'complete',
    completion: {
      standard: [
        { person: ada, result: { success: true, data: { total: 2, messages } } },
        {
          person: stranger,
          result: {
            success: false,
            error: { errorType: 'notSynchronized', message: 'not been synchronised' },
          },
        },
      ],
      salesNavigator: [{ person: grace, result: { success: true, data: { total: 0, messages: [] } } }],
    },
  }),
  workflows: (body) =>
    body.includes(stranger)
      ? { success: false, error: { type: 'conversationsNotSynced', message: 'some are not' } }
      : {
          success: true,
          result: [
            { personUrl: ada, type: 'st', messages },
            { personUrl: grace, type: 'nv', messages: [] },
          ].filter(({ personUrl }) => body.includes(personUrl)),
        },
};

const fixed: Readonly<Record<string, unknown>> = {
  '/account': { success: true, result: { name: 'Robin', url: 'https://www.linkedin.com/in/robin/' } },
  '/workflows': { success: true, result: { workflowId: 'wf-3f0c', workflowStatus: 'pending' } },
  '/workflows/wf-3f0c': { success: true, result: { workflowStatus: 'running' } },
};

describe.each(forms)('the printed answers of %s', (form) => {
  async function open(): Promise<AccountPort> {
    const { url } = await vendor((request, response) => {
      let body = '';
      request.on('data', (piece) => {
        body += piece;
      });
      request.on('end', () => {
        const answer = fixed[request.url ?? ''] ?? printed[form](body);
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      });
    });
    const provider = create(
      {
        id: 'printed',
        provider: 'linked-api',
        baseUrl: `${url}/`,
        form,
        linkedApiToken: new Secret('main'),
        identificationToken: new Secret('own'),
        people: [ada, stranger],
        salesNavigatorPeople: [grace],
        pollSeconds: 30,
        resyncDays: 25,
      },
      { ...testTools().tools, notes: memoryNotes() },
    );
    const [account] = await provider.listAccounts(call());
    if (account === undefined) throw new Error('There is no account.');
    return provider.open(account);
  }
  const call = () => ({
    signal: new AbortController().signal,
    deadline: Date.now() + 60_000,
    background: true,
    count() {},
  });

  it('are understood as they are meant', async () => {
    const port = await open();
    const { position } = (await port.changes?.(null, call())) ?? {};
    await port.changes?.(position ?? null, call());
    const chats = await walk(port.chats({}), 9, call());
    expect(chats.map(({ chatId, lastMessage }) => [chatId, lastMessage?.text])).toEqual([
      ['st:ada-example', 'Hi there'],
      ['nv:grace-example', undefined],
      ['st:new-example', undefined],
    ]);
    expect(chats.map(({ syncStatus }) => syncStatus === 'DONE')).toEqual([true, true, false]);
    const read = await walk(port.messages('st:ada-example', {}), 9, call());
    expect(read).toMatchObject([
      {
        messageId: messages[1]?.id,
        text: 'Hi there',
        direction: 'INBOUND',
        sentAt: '2025-03-02T10:35:00.000Z',
      },
      {
        messageId: messages[0]?.id,
        text: 'Hello Ada',
        direction: 'OUTBOUND',
        sentAt: '2025-03-02T10:30:00.000Z',
      },
    ]);
  });
});
