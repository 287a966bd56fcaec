import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '../../../src/sandbox/clock.ts';
import { type LinkedApiSandbox, startLinkedApi } from '../../../src/sandbox/linked-api/server.ts';
import { clientOf, jobsEnded, type SeedAnswer } from './support.ts';

let sandbox: LinkedApiSandbox;
beforeAll(async () => {
  sandbox = await startLinkedApi({ clock: realClock, life: false, port: 0, switches: { jobMs: 1 } });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

const { post, tokens } = clientOf(() => sandbox);
const get = (body: unknown) => post<SeedAnswer>('/account/conversations.get', body);

describe("the seed's form", () => {
  it('fails per person and not as a whole', async () => {
    const { synchronised, notSynchronised, nobody } = sandbox.cast;
    const read = await get({ standard: [{ person: synchronised[0] }, { person: notSynchronised }] });
    expect(read.status).toBe('complete');
    const [known, unknown] = read.completion?.standard ?? [];
    expect(known?.result.data?.total).toBe(known?.result.data?.messages.length);
    expect(unknown?.result.error?.errorType).toBe('notSynchronized');
    expect(read.completion).not.toHaveProperty('salesNavigator');

    const body = { standard: [{ person: notSynchronised }, { person: nobody }] };
    const synced = await post<SeedAnswer>('/account/conversations.synchronize', body);
    expect(synced.completion?.standard?.map(({ result }) => result.error?.errorType ?? 'done')).toEqual([
      'done',
      'personNotFound',
    ]);
  });

  it('gives a result link that says processing until the job is done', async () => {
    sandbox.control.switches({ stuckJobs: true });
    const body = { standard: [{ person: sandbox.cast.notSynchronised }] };
    const headers = { 'result-handling': 'reslink' };
    const accepted = await post<SeedAnswer>('/account/conversations.synchronize', body, headers);
    expect(accepted.status).toBe('processing');
    const link = accepted.process?.resultLink ?? '';
    expect(link.startsWith(`${sandbox.baseUrl}/account/results/`)).toBe(true);
    const again = await fetch(link, { headers: tokens('/account/') });
    expect(((await again.json()) as SeedAnswer).process?.resultLink).toBe(link);
    expect((await fetch(link)).status).toBe(401);
  });

  it('sends, and what was sent can be read in both forms', async () => {
    const person = sandbox.cast.synchronised[0] ?? '';
    const sent = await post<SeedAnswer>('/account/conversations.sendMessage', {
      standard: [{ person, text: 'From the seed' }],
    });
    expect(sent.completion?.standard?.[0]?.result).toEqual({ success: true });
    const seed = (await get({ standard: [{ person }] })).completion?.standard?.[0]?.result.data?.messages.at(
      -1,
    );
    const present = await post<{ result: { messages: object[] }[] }>('/conversations/poll', [
      { personUrl: person, type: 'st' },
    ]);
    expect(present.result[0]?.messages.at(-1)).toMatchObject(seed ?? {});
    expect(seed?.text).toBe('From the seed');
  });

  it('names what is wrong with a request in its own envelope', async () => {
    const twice = {
      standard: [
        { person: 'https://www.linkedin.com/in/a', text: 'x' },
        { person: 'https://www.linkedin.com/in/a', text: 'y' },
      ],
    };
    const refused = await post<SeedAnswer>('/account/conversations.sendMessage', twice);
    expect(refused).toMatchObject({ status: 'error', error: { errorType: 'invalidRequestBody' } });
    const stranger = await post<SeedAnswer>(
      '/account/conversations.get',
      {},
      { 'account-api-token': 'wrong' },
    );
    expect(stranger.error?.errorType).toBe('invalidAccountApiToken');
  });
});

describe('reading since', () => {
  it.each([
    [false, ['same second', 'same second too']],
    [true, []],
  ])('with exclusive bounds: %s', async (sinceExclusive, expected) => {
    sandbox.control.switches({ sinceExclusive });
    const person = sandbox.cast.synchronised[0] ?? '';
    const at = Date.now() + 5000;
    const { time } = sandbox.control.inbound({ personUrl: person, text: 'same second', at });
    sandbox.control.inbound({ personUrl: person, text: 'same second too', at });
    const read = await get({ standard: [{ person, since: time }] });
    const texts = read.completion?.standard?.[0]?.result.data?.messages.map(({ text }) => text) ?? [];
    expect(texts).toEqual(expected);
  });

  it('shows what is noticed late with its own, old time', async () => {
    const person = sandbox.cast.synchronised[0] ?? '';
    const before = await get({ standard: [{ person }] });
    const last = before.completion?.standard?.[0]?.result.data?.messages.at(-1)?.time ?? '';
    sandbox.control.inbound({ personUrl: person, text: 'late', at: Date.parse(last) - 3600_000 });
    const after = await get({ standard: [{ person, since: last }] });
    expect(after.completion?.standard?.[0]?.result.data?.messages.map(({ text }) => text)).not.toContain(
      'late',
    );
  });

  it('copies nothing new once the period is over', async () => {
    sandbox.control.switches({ syncPeriodMs: -1 });
    const person = sandbox.cast.notSynchronised;
    await post('/account/conversations.synchronize', { standard: [{ person }] });
    sandbox.control.inbound({ personUrl: person, text: 'unseen' });
    const read = await get({ standard: [{ person }] });
    expect(read.completion?.standard?.[0]?.result.data?.messages.map(({ text }) => text)).not.toContain(
      'unseen',
    );
  });
});

describe('the newest generation', () => {
  it('captures the inbox from the moment it is asked to, and tells a signed webhook', async () => {
    const received: { headers: IncomingMessage['headers']; body: string }[] = [];
    const receiver = createServer(async (incoming, response) => {
      let body = '';
      for await (const piece of incoming) body += piece;
      received.push({ headers: incoming.headers, body });
      response.end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    const events = ['inbox.messageReceived'];
    await post('/admin/webhook.set', { url, signingEnabled: true, events });
    const secret = await post<{ result: { secret: string } }>('/admin/webhook.revealSecret', {});

    expect(await post('/inbox/poll', {})).toMatchObject({
      success: false,
      error: { type: 'inboxNotSynced' },
    });
    await post('/workflows', { actionType: 'st.syncInbox' });
    await jobsEnded(sandbox);
    const personUrl = sandbox.cast.synchronised[2] ?? '';
    const { id } = sandbox.control.inbound({ personUrl, text: 'Into the inbox' });
    const inbox = await post<{ result: { messages: { id: string; text: string; threadId: string }[] } }>(
      '/inbox/poll',
      {},
    );
    expect(inbox.result.messages.map(({ text }) => text)).toEqual(['Into the inbox']);
    expect(inbox.result.messages[0]?.id).not.toBe(id);

    await sandbox.control.webhooksIdle();
    receiver.close();
    const [notice] = received;
    const signed = `${notice?.headers['linked-api-signature-timestamp']}.${notice?.body}`;
    const expected = createHmac('sha256', secret.result.secret).update(signed).digest('hex');
    expect(notice?.headers['linked-api-signature']).toBe(expected);
    expect(JSON.parse(notice?.body ?? '{}')).toMatchObject({
      type: 'inbox.messageReceived',
      data: { text: 'Into the inbox' },
    });
  });

  it('opens a page and synchronises in one job', async () => {
    const personUrl = sandbox.cast.notSynchronised;
    const child = ['then', { actionType: 'st.syncConversation' }] as const;
    const action = {
      actionType: 'st.openPersonPage',
      personUrl,
      basicInfo: true,
      ...Object.fromEntries([child]),
    };
    const started = await post<{ result: { workflowId: string; workflowStatus: string } }>(
      '/workflows',
      action,
    );
    expect(started.result.workflowStatus).toBe('pending');
    await jobsEnded(sandbox);
    const response = await fetch(`${sandbox.baseUrl}/workflows/${started.result.workflowId}`, {
      headers: tokens('/'),
    });
    const { result } = (await response.json()) as {
      result: { completion: { data: { name: string; then: { success: boolean } } } };
    };
    expect(result.completion.data.name).toMatch(/\w+ \w+/);
    expect(result.completion.data.then.success).toBe(true);
  });
});

describe('the world', () => {
  it('has the same people, texts and ids every time', async () => {
    const other = await startLinkedApi({ clock: realClock, life: false, port: 0 });
    const shape = (truth: ReturnType<typeof sandbox.control.truth>) =>
      truth.conversations.map(({ personUrl, messages }) => [
        personUrl,
        messages.map(({ id, text }) => [id, text]),
      ]);
    expect(shape(other.control.truth())).toEqual(shape(sandbox.control.truth()));
    await other.close();
  });
});
