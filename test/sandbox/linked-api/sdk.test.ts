import { LinkedApi, LinkedApiError } from '@linkedapi/node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '../../../src/sandbox/clock.ts';
import { type LinkedApiSandbox, startLinkedApi } from '../../../src/sandbox/linked-api/server.ts';

/** The vendor's own SDK keeps the present form honest (linked-api.md §14.7). */
let sandbox: LinkedApiSandbox;
let founder: LinkedApi;

function sdk(account: number, linkedApiToken = sandbox.linkedApiToken): LinkedApi {
  const identificationToken = sandbox.identificationTokens[account] ?? '';
  return new LinkedApi({ linkedApiToken, identificationToken, baseUrl: sandbox.baseUrl });
}

beforeAll(async () => {
  sandbox = await startLinkedApi({ clock: realClock, life: false, port: 0, switches: { jobMs: 1 } });
  founder = sdk(0);
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

const quick = { pollInterval: 2 };

describe('the official SDK', () => {
  it('says who the account is', async () => {
    const { data } = await founder.getAccountInfo();
    expect(data).toEqual({ name: 'Robin Lindgren', url: 'https://www.linkedin.com/in/robin-lindgren' });
  });

  it('synchronises, polls, sends and sees what it sent', async () => {
    const personUrl = sandbox.cast.notSynchronised;
    const before = await founder.pollConversations([{ personUrl, type: 'st' }]);
    expect(before.errors.map(({ type }) => type)).toEqual(['conversationsNotSynced']);

    const job = await founder.syncConversation.execute({ personUrl });
    expect(await founder.syncConversation.result(job, quick)).toEqual({ data: undefined, errors: [] });
    const first = await founder.pollConversations([{ personUrl, type: 'st' }]);
    const history = first.data?.[0]?.messages ?? [];
    expect(history.length).toBeGreaterThan(3);

    const send = await founder.sendMessage.execute({ personUrl, text: 'Nice to meet you.' });
    expect((await founder.sendMessage.result(send, quick)).errors).toEqual([]);
    const since = history.at(-1)?.time ?? '';
    const news = await founder.pollConversations([{ personUrl, type: 'st', since }]);
    expect(news.data?.[0]?.messages.at(-1)).toMatchObject({ sender: 'us', text: 'Nice to meet you.' });
  });

  it.each([
    [
      'personNotFound',
      () => founder.sendMessage,
      { personUrl: 'https://www.linkedin.com/in/no-such-person', text: 'Hi' },
    ],
    [
      'selfProfileNotAllowed',
      () => founder.syncConversation,
      { personUrl: 'https://www.linkedin.com/in/robin-lindgren' },
    ],
  ] as const)('receives the action error %s', async (type, operation, parameters) => {
    const job = await operation().execute(parameters as never);
    const { errors } = await operation().result(job, quick);
    expect(errors.map((error) => error.type)).toEqual([type]);
  });

  it('receives messagingNotAllowed and noSalesNavigator', async () => {
    const refused = await founder.sendMessage.execute({ personUrl: sandbox.cast.unreachable, text: 'Hi' });
    expect((await founder.sendMessage.result(refused, quick)).errors[0]?.type).toBe('messagingNotAllowed');
    const partner = sdk(1);
    const job = await partner.nvSyncConversation.execute({ personUrl: sandbox.cast.notSynchronised });
    expect((await partner.nvSyncConversation.result(job, quick)).errors[0]?.type).toBe('noSalesNavigator');
  });

  it('receives request errors as exceptions', async () => {
    await expect(sdk(0, 'linked_wrong').getAccountInfo()).rejects.toMatchObject({
      type: 'invalidLinkedApiToken',
    });
    const text = 'x'.repeat(1901);
    const tooLong = founder.sendMessage.execute({ personUrl: sandbox.cast.notSynchronised, text });
    await expect(tooLong).rejects.toMatchObject({ type: 'invalidWorkflow' });
    sandbox.control.accountState({ state: 'signedOut' });
    await expect(
      founder.syncConversation.execute({ personUrl: sandbox.cast.notSynchronised }),
    ).rejects.toThrow(LinkedApiError);
  });

  it('cancels a job that waits, and one at a time runs', async () => {
    sandbox.control.switches({ stuckJobs: true });
    const personUrl = sandbox.cast.notSynchronised;
    await founder.syncConversation.execute({ personUrl });
    const second = await founder.syncConversation.execute({ personUrl });
    expect(await founder.syncConversation.status(second)).toBe('pending');
    expect(await founder.syncConversation.cancel(second)).toBe(true);
  });

  it('polls a Sales Navigator conversation and lists what was done', async () => {
    const conversation = sandbox.control.truth().conversations.find(({ channel }) => channel === 'nv');
    const personUrl = conversation?.personUrl ?? '';
    const read = await founder.pollConversations([{ personUrl, type: 'nv' }]);
    expect(read.data?.[0]?.messages.map(({ text }) => text)).toEqual(
      conversation?.messages.map(({ text }) => text),
    );
    const job = await founder.nvSendMessage.execute({ personUrl, text: 'Hello', subject: 'A word' });
    await founder.nvSendMessage.result(job, quick);
    const start = new Date(Date.now() - 60_000).toISOString();
    const usage = await founder.getApiUsage({ start, end: new Date(Date.now() + 60_000).toISOString() });
    expect(usage.data).toMatchObject([{ actionType: 'nv.sendMessage', success: true }]);
  });
});
