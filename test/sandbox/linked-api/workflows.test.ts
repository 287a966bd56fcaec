import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '../../../src/sandbox/clock.ts';
import { type LinkedApiSandbox, startLinkedApi } from '../../../src/sandbox/linked-api/server.ts';
import { type Answer, clientOf, jobsEnded } from './support.ts';

let sandbox: LinkedApiSandbox;
beforeAll(async () => {
  sandbox = await startLinkedApi({ clock: realClock, life: false, port: 0, switches: { jobMs: 1 } });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

interface Completion {
  actionType: string;
  success: boolean;
  label?: string;
  data?: { then?: Completion | Completion[] } & Record<string, unknown>;
  error?: { type: string };
}
type Workflow = { workflowId: string; completion: Completion | Completion[] };

const { post, get } = clientOf(() => sandbox);
const start = (body: unknown) => post<Answer<Workflow>>('/workflows', body);

/** What a workflow comes to. */
async function run(body: unknown): Promise<Completion[]> {
  const { result, error } = await start(body);
  if (error !== undefined) throw new Error(error.message);
  await jobsEnded(sandbox);
  const { body: checked } = await get<Answer<Workflow>>(`/workflows/${result.workflowId}`);
  return [checked.result.completion].flat();
}

/** The name under which an action has children. */
const CHILDREN = 'then';
const withChildren = (action: object, children: unknown) => ({ ...action, [CHILDREN]: children });
const ada = () => sandbox.cast.synchronised[0] ?? '';
function conversationWith(personUrl: string, channel: 'st' | 'nv' = 'st', accountId = 'lacc_01') {
  const found = sandbox.control
    .truth()
    .conversations.find(
      (one) => one.personUrl === personUrl && one.channel === channel && one.accountId === accountId,
    );
  if (found === undefined) throw new Error('There is no such conversation.');
  return found;
}
const textsWith = (...where: Parameters<typeof conversationWith>) =>
  conversationWith(...where).messages.map(({ text }) => text);

describe('a child action', () => {
  const open = () => ({ actionType: 'st.openPersonPage', personUrl: ada() });
  const sync = () => ({ actionType: 'st.syncConversation', personUrl: ada() });
  const send = () => ({ actionType: 'st.sendMessage', personUrl: ada(), text: 'Parent' });
  const manage = () => ({
    actionType: 'st.manageConversation',
    threadId: conversationWith(ada()).threadId,
    operation: 'star',
  });
  const text = 'Child';

  it.each<[string, string, () => object, () => unknown]>([
    ['a message', 'of a synchronisation', sync, () => ({ actionType: 'st.sendMessage', text })],
    ['a message', 'of a message', send, () => ({ actionType: 'st.sendMessage', text })],
    ['a message', 'of a management', manage, () => ({ actionType: 'st.sendMessage', text })],
    ['a message of the other channel', 'of a page', open, () => ({ actionType: 'nv.sendMessage', text })],
    ['a page', 'of a page', open, () => ({ actionType: 'st.openPersonPage' })],
    ['the inbox', 'of a page', open, () => ({ actionType: 'st.syncInbox' })],
    ['a management', 'of a page', open, () => ({ actionType: 'st.manageConversation', operation: 'star' })],
    ['one with an address', 'of a page', open, sync],
    ['one with a thread', 'of a message', send, manage],
    ['nothing', 'of a page', open, () => null],
    ['a word', 'of a page', open, () => 'st.syncConversation'],
    [
      'a wrong one after a right one',
      'of a page',
      open,
      () => [{ actionType: 'st.syncConversation' }, sync()],
    ],
  ])('is refused where it is %s %s', async (_, __, parent, child) => {
    const refused = await start(withChildren(parent(), child()));
    expect(refused).toMatchObject({ success: false, error: { type: 'invalidWorkflow' } });
    expect(sandbox.control.jobs()).toEqual([]);
  });

  it('archives what its parent has written', async () => {
    const child = { actionType: 'st.manageConversation', operation: 'archive', label: 'away' };
    const [sent] = await run(withChildren(send(), child));
    expect(sent).toEqual({
      actionType: 'st.sendMessage',
      success: true,
      data: withChildren({}, { actionType: 'st.manageConversation', success: true, label: 'away' }),
    });
    expect(conversationWith(ada()).flags).toEqual({ archived: true, starred: false, muted: false });
  });

  it('runs on the page that its parent has opened, and one after the other', async () => {
    const children = [
      { actionType: 'st.sendMessage', text: 'First', label: 'one' },
      { actionType: 'st.sendMessage', text: 'Second' },
      { actionType: 'st.syncConversation', label: 'three' },
    ];
    const [opened] = await run(withChildren(open(), children));
    expect(opened?.data?.then).toMatchObject([{ label: 'one' }, { success: true }, { label: 'three' }]);
    expect([opened?.data?.then].flat()[1]).not.toHaveProperty('label');
    expect(textsWith(ada()).slice(-2)).toEqual(['First', 'Second']);
  });

  it('does not run where its parent fails', async () => {
    const page = { actionType: 'st.openPersonPage', personUrl: sandbox.cast.nobody };
    const [opened] = await run(withChildren(page, { actionType: 'st.sendMessage', text }));
    expect(opened).toMatchObject({ success: false, error: { type: 'personNotFound' } });
    expect(opened).not.toHaveProperty('data');
    const refused = { actionType: 'st.sendMessage', personUrl: sandbox.cast.unreachable, text };
    const [sent] = await run(
      withChildren(refused, { actionType: 'st.manageConversation', operation: 'mute' }),
    );
    expect(sent).toMatchObject({ success: false, error: { type: 'messagingNotAllowed' } });
    expect(conversationWith(sandbox.cast.unreachable).flags.muted).toBe(false);
  });

  it('may fail where its parent succeeds', async () => {
    const page = { actionType: 'st.openPersonPage', personUrl: sandbox.cast.unreachable };
    const [opened] = await run(withChildren(page, { actionType: 'st.sendMessage', text }));
    expect(opened?.success).toBe(true);
    expect(opened?.data?.then).toMatchObject({ success: false, error: { type: 'messagingNotAllowed' } });
  });
});

describe('an action', () => {
  it.each([
    [{ actionType: 'st.dance', personUrl: 'https://www.linkedin.com/in/x' }],
    [{ actionType: 'st.sendMessage', text: 'To nobody' }],
    [{ actionType: 'st.syncConversation', threadId: '2-abc==' }],
    [{ actionType: 'st.openPersonPage', threadId: '2-abc==' }],
    [{ actionType: 'nv.openPersonPage', personUrl: 'https://www.linkedin.com/in/x' }],
    [{ actionType: 'st.manageConversation', operation: 'archive' }],
    [{ actionType: 'nv.manageConversation', threadId: '2-abc==', operation: 'star' }],
    [
      {
        actionType: 'nv.sendMessage',
        personUrl: 'https://www.linkedin.com/in/x',
        text: 'x',
        subject: 's'.repeat(81),
      },
    ],
    [{ actionType: 'st.syncConversation', personUrl: 'https://www.linkedin.com/in/x', days: 91 }],
    [[]],
    ['st.syncInbox'],
  ])('is refused as %j', async (action) => {
    expect(await start(action)).toMatchObject({ success: false, error: { type: 'invalidWorkflow' } });
  });

  it('of several is answered in order, with its label if it has one', async () => {
    const completions = await run([
      { actionType: 'st.sendMessage', personUrl: sandbox.cast.unreachable, text: 'One', label: 'to nowhere' },
      { actionType: 'st.sendMessage', personUrl: ada(), text: 'Two' },
    ]);
    expect(completions).toMatchObject([{ success: false, label: 'to nowhere' }, { success: true }]);
    expect(completions[1]).not.toHaveProperty('label');
  });

  it('writes to a thread, without a subject, and the thread wins where a person is named too', async () => {
    const [person = ''] = sandbox.cast.salesNavigator;
    const { threadId } = conversationWith(person, 'nv');
    const action = { actionType: 'nv.sendMessage', threadId, personUrl: ada(), text: 'By thread' };
    expect(await run(action)).toEqual([{ actionType: 'nv.sendMessage', success: true }]);
    expect(textsWith(person, 'nv').at(-1)).toBe('By thread');
    expect(textsWith(ada())).not.toContain('By thread');
  });

  it('finds no thread of the other channel, of another account, or that there never was', async () => {
    const [person = ''] = sandbox.cast.salesNavigator;
    const threads = [
      conversationWith(person, 'nv').threadId,
      conversationWith(person, 'st', 'lacc_02').threadId,
      '2-bm90aGluZw==',
    ];
    for (const threadId of threads) {
      const failed = { success: false, error: { type: 'threadNotFound' } };
      expect(await run({ actionType: 'st.sendMessage', threadId, text: 'Lost' })).toMatchObject([failed]);
      const manage = { actionType: 'st.manageConversation', threadId, operation: 'archive' };
      expect(await run(manage)).toMatchObject([failed]);
    }
    const said = sandbox.control.truth().conversations.flatMap(({ messages }) => messages);
    expect(said.map(({ text }) => text)).not.toContain('Lost');
  });

  it('archives, stars and mutes a thread, and undoes it', async () => {
    const { threadId } = conversationWith(ada());
    const manage = async (...operations: string[]) => {
      for (const operation of operations) {
        const [done] = await run({ actionType: 'st.manageConversation', threadId, operation });
        expect(done).toEqual({ actionType: 'st.manageConversation', success: true });
      }
      return conversationWith(ada()).flags;
    };
    expect(await manage('archive', 'star', 'mute')).toEqual({ archived: true, starred: true, muted: true });
    expect(await manage('unarchive', 'unstar', 'unmute')).toEqual({
      archived: false,
      starred: false,
      muted: false,
    });
  });
});

describe('a person who is added', () => {
  it('is there from then on, and nothing was said yet', async () => {
    const personUrl = sandbox.cast.nobody;
    const sync = { actionType: 'st.syncConversation', personUrl };
    expect(await run(sync)).toMatchObject([{ success: false, error: { type: 'personNotFound' } }]);
    const { hashedUrl } = sandbox.control.addPerson({ name: 'Ida Newcomer', personUrl });
    expect(await run(sync)).toMatchObject([{ success: true }]);
    const read = (url: string) =>
      post<Answer<{ messages: { text: string }[] }[]>>('/conversations/poll', [
        { personUrl: url, type: 'st' },
      ]);
    expect((await read(personUrl)).result[0]?.messages).toEqual([]);
    sandbox.control.inbound({ personUrl, text: 'Here I am' });
    expect((await read(hashedUrl)).result[0]?.messages.map(({ text }) => text)).toEqual(['Here I am']);
  });

  it('has an address made of the name where none is given, and may be somebody whom nobody can write to', async () => {
    const { personUrl } = sandbox.control.addPerson({ name: 'Zoë Ångström', messageable: false });
    expect(personUrl).toBe('https://www.linkedin.com/in/zoe-angstrom');
    const action = { actionType: 'st.sendMessage', personUrl, text: 'Hi' };
    expect(await run(action)).toMatchObject([{ error: { type: 'messagingNotAllowed' } }]);
    expect(sandbox.control.truth().people.at(-1)).toMatchObject({
      name: 'Zoë Ångström',
      publicUrl: personUrl,
    });
  });

  it('is refused without a name, elsewhere than at LinkedIn, and where somebody is already', () => {
    const { addPerson } = sandbox.control;
    expect(() => addPerson({ name: ' ' })).toThrow('name');
    expect(() => addPerson({ name: 'Ida', personUrl: 'https://example.com/in/ida' })).toThrow('address');
    expect(() => addPerson({ name: 'Ida', personUrl: `${ada()}/` })).toThrow('already');
  });
});
