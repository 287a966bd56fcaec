import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '../../../src/sandbox/clock.ts';
import { startUnipileV2, type UnipileV2Sandbox } from '../../../src/sandbox/unipile-v2/server.ts';
import { kindsOf, strangersOf } from './people.ts';
import { type Answer, call, NOOR, ROBIN, SHOP } from './vendor.ts';

let sandbox: UnipileV2Sandbox;
let people: ReturnType<typeof kindsOf>;
beforeAll(async () => {
  sandbox = await startUnipileV2({ clock: realClock, life: false, port: 0 });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.control.reset();
  people = kindsOf(strangersOf(sandbox));
});

const start = (inboxId: string, body: object, accountId = ROBIN) =>
  call(sandbox, `POST /${accountId}/inboxes/${inboxId}/chats/send`, body);
const classic = (block: object) => ({ options: { linkedin: { classic: block } } });
const salesNavigator = (block: object = {}) => ({
  options: { linkedin: { sales_navigator: { subject: 'The fair', ...block } } },
});
const recruiter = (block: object = {}) => ({
  options: { linkedin: { recruiter: { subject: 'A role', signature: 'Robin', ...block } } },
});
const told = ({ status, body }: Answer) => [status, body.type];
const chatsOf = (accountId: string) =>
  sandbox.control.truth().chats.filter((chat) => chat.accountId === accountId);
const near = (place = 0) => people.near[place]?.ids ?? { classic: '', sales_navigator: '', recruiter: '' };
const someFile = { content: 'aGVsbG8=', content_type: 'image/png', filename: 'a.png' };

async function credits(): Promise<Record<string, number>> {
  const answer = await call<{ credits: Record<string, number> }>(
    sandbox,
    `GET /${ROBIN}/linkedin/inmail-credits`,
  );
  return answer.body.credits;
}

async function chatOf({ body }: Answer): Promise<Record<string, unknown>> {
  return (await call(sandbox, `GET /${ROBIN}/chats/${encodeURIComponent(String(body.chat_id))}`)).body;
}

async function firstMessageOf({ body }: Answer): Promise<Record<string, unknown>> {
  const path = `GET /${ROBIN}/chats/${encodeURIComponent(String(body.chat_id))}/messages`;
  return (await call<{ data: Record<string, unknown>[] }>(sandbox, path)).body.data[0] ?? {};
}

const REFUSED = [422, 'provider/unprocessable_entity'];
const MALFORMED = [400, 'api/invalid_parameters'];
const UNKNOWN = [404, 'provider/resource_not_found'];

describe('a refused start', () => {
  it('spends nothing and leaves no chat', async () => {
    const [before, count] = [await credits(), chatsOf(ROBIN).length];
    const body = { users_ids: [people.far.ids.classic], text: 'Hello', ...classic({ inmail: true }) };
    const large = { ...someFile, content: Buffer.alloc(11 * 1024 * 1024).toString('base64') };
    const answers = [
      await start('CLASSIC_PRIMARY', { ...body, attachments: [{ ...someFile, content: 'not base64' }] }),
      await start('CLASSIC_PRIMARY', { ...body, attachments: [large, large] }),
      await start('CLASSIC_PRIMARY', {
        users_ids: [near().classic, near(1).classic],
        text: 'Hi',
        attachments: 1,
      }),
    ];
    expect(answers.map(told)).toEqual([MALFORMED, [422, 'provider/invalid_file'], MALFORMED]);
    sandbox.control.switches({ rateLimit: { calls: 1, windowMs: 60_000 } });
    await credits();
    expect(told(await start('CLASSIC_PRIMARY', body))).toEqual([429, 'api/too_many_requests']);
    sandbox.control.switches({ rateLimit: null });
    expect([await credits(), chatsOf(ROBIN).length]).toEqual([before, count]);
  });
});

describe('a start from Classic', () => {
  it('keeps one chat per person, in which the message is added', async () => {
    const first = await start('CLASSIC_PRIMARY', { users_ids: [near().classic], text: 'Hello' });
    const second = await start('CLASSIC_PRIMARY', { users_ids: near().classic, text: 'Again' });
    expect(first).toMatchObject({ status: 200, body: { object: 'ChatStarted' } });
    expect(second.body.chat_id).toBe(first.body.chat_id);
  });

  it('needs an InMail for strangers, and a credit for an InMail', async () => {
    const body = { users_ids: [people.far.ids.classic], text: 'Hello' };
    const inMail = { ...body, ...classic({ inmail: true }) };
    expect(told(await start('CLASSIC_PRIMARY', body))).toEqual(REFUSED);
    const first = await start('CLASSIC_PRIMARY', inMail);
    expect(await credits()).toEqual({ classic: 4, sales_navigator: 12, recruiter: 40 });
    expect(await chatOf(first)).toMatchObject({ folders: ['CLASSIC_PRIMARY', 'CLASSIC_INMAIL'] });
    // Another InMail opens another chat; a plain message goes on in the newest.
    const second = await start('CLASSIC_PRIMARY', inMail);
    expect(second.body.chat_id).not.toBe(first.body.chat_id);
    const plain = await start('CLASSIC_PRIMARY', body);
    expect([plain.status, plain.body.chat_id]).toEqual([200, second.body.chat_id]);
    sandbox.control.credits({ accountId: ROBIN, credits: { classic: 0 } });
    const broke = await start('CLASSIC_PRIMARY', { ...body, specifics: inMail.options });
    expect(broke.body).toMatchObject({ status: 422, detail: expect.stringContaining('credits') });
  });

  it('costs nothing to an open profile, to an applicant, and to who has invited the owner', async () => {
    const { open, applying, inviting, refusing } = people;
    const to = (who: typeof open, more: object = {}) =>
      start('CLASSIC_PRIMARY', { users_ids: [who.ids.classic], text: 'Hello', ...more });
    expect((await to(open)).status).toBe(200);
    expect((await to(open, classic({ inmail: true }))).status).toBe(200);
    const path = `GET /${ROBIN}/linkedin/jobs/${applying.applicant?.jobId}/applicants/${applying.applicant?.id}`;
    const { body: applicant } = await call(sandbox, path);
    expect(applicant).toMatchObject({
      messaging_token: expect.any(String),
      applied_at: expect.stringMatching(/^2.*Z$/),
    });
    const by = (messaging_token: unknown) =>
      to(applying, classic({ applicant: { id: applicant.id, messaging_token } }));
    expect(told(await by('wrong'))).toEqual(REFUSED);
    expect(told(await by(undefined))).toEqual(MALFORMED);
    expect((await by(applicant.messaging_token)).status).toBe(200);
    expect(told(await to(inviting))).toEqual(REFUSED);
    const answering = classic({ relation_request_id: inviting.invitationId });
    expect((await to(inviting, answering)).status).toBe(200);
    expect(told(await to(refusing, classic({ inmail: true })))).toEqual(REFUSED);
    expect((await credits()).classic).toBe(5);
  });

  it('reaches organizations, with a topic or without', async () => {
    const company = sandbox.control.truth().contacts.find(({ type }) => type === 'organization');
    const users_ids = [company?.ids.classic];
    expect((await start('CLASSIC_PRIMARY', { users_ids, text: 'Hello' })).status).toBe(200);
    for (const [company_topic, status] of [
      ['CAREERS', 200],
      ['WEATHER', 400],
    ] as const) {
      const answer = await start('CLASSIC_PRIMARY', { users_ids, text: 'Hi', ...classic({ company_topic }) });
      expect(answer.status).toBe(status);
    }
    const topic = classic({ company_topic: 'CAREERS' });
    expect(told(await start('CLASSIC_PRIMARY', { users_ids: near().classic, text: 'Hi', ...topic }))).toEqual(
      MALFORMED,
    );
    for (const [inboxId, block] of [
      ['SALES_NAVIGATOR_PRIMARY', salesNavigator()],
      ['RECRUITER_PRIMARY', recruiter()],
    ] as const) {
      expect(told(await start(inboxId, { users_ids, text: 'Hello', ...block }))).toEqual(REFUSED);
    }
  });

  it('says nothing where the text is empty, and all parts where they are messages of their own', async () => {
    const empty = await start('CLASSIC_PRIMARY', { users_ids: [near().classic], text: '' });
    expect(empty).toMatchObject({ status: 200, body: { message_id: null } });
    expect((await chatOf(empty)).last_message).toBeUndefined();
    sandbox.control.switches({ messageIds: 'each' });
    const parts = { text: 'Two files', attachments: [someFile, someFile] };
    const { body } = await start('CLASSIC_PRIMARY', { users_ids: [near(1).classic], ...parts });
    expect(body.message_id).toHaveLength(3);
  });

  it('does not go on in a chat that is read-only', async () => {
    const closed = chatsOf(ROBIN).find(({ is_readonly }) => is_readonly);
    const again = await start('CLASSIC_PRIMARY', { users_ids: [closed?.user_id], text: 'Hello' });
    expect(told(again)).toEqual(REFUSED);
    expect(chatsOf(ROBIN).filter(({ user_id }) => user_id === closed?.user_id)).toHaveLength(1);
  });
});

describe('a group', () => {
  it('is made of connections, each once, and has a name', async () => {
    const users_ids = [near().classic, near(1).classic, near().classic];
    const named = await chatOf(
      await start('CLASSIC_PRIMARY', { users_ids, text: 'Hi all', name: 'Project X' }),
    );
    expect(named).toMatchObject({ name: 'Project X', is_group: true, participants_count: 3 });
    const unnamed = await chatOf(await start('CLASSIC_PRIMARY', { users_ids, text: 'Hi all' }));
    expect(unnamed.name).toBe(`${people.near[0]?.name}, ${people.near[1]?.name}`);
    const alone = { users_ids: [near().classic, near().classic], text: 'Hi' };
    expect(await chatOf(await start('CLASSIC_PRIMARY', alone))).toMatchObject({ is_1to1: true });
  });

  it('takes no strangers, organizations or the owner, and exists in Classic only', async () => {
    const { contacts, accounts } = sandbox.control.truth();
    const company = contacts.find(({ type }) => type === 'organization');
    const owner = accounts.find(({ id }) => id === ROBIN)?.user_id;
    const before = chatsOf(ROBIN).length;
    for (const other of [people.far.ids.classic, company?.ids.classic, owner]) {
      const answer = await start('CLASSIC_PRIMARY', { users_ids: [near().classic, other], text: 'Hi' });
      expect(told(answer)).toEqual(REFUSED);
    }
    const both = [near().classic, near(1).classic];
    const inMail = await start('CLASSIC_PRIMARY', {
      users_ids: both,
      text: 'Hi',
      ...classic({ inmail: true }),
    });
    expect(told(inMail)).toEqual(MALFORMED);
    const users_ids = [near().sales_navigator, near(1).sales_navigator];
    expect(
      told(await start('SALES_NAVIGATOR_PRIMARY', { users_ids, text: 'Hi', ...salesNavigator() })),
    ).toEqual(REFUSED);
    expect(chatsOf(ROBIN)).toHaveLength(before);
  });
});

describe('a start from Sales Navigator or Recruiter', () => {
  it('has a subject, and goes to strangers as an InMail', async () => {
    const body = { users_ids: [near().sales_navigator], text: 'Hello', ...salesNavigator() };
    const first = await start('SALES_NAVIGATOR_PRIMARY', body);
    expect(await chatOf(first)).toMatchObject({
      description: 'The fair',
      folders: ['SALES_NAVIGATOR_PRIMARY'],
    });
    expect(await firstMessageOf(first)).toMatchObject({ specifics: { subject: 'The fair' } });
    expect((await start('SALES_NAVIGATOR_PRIMARY', body)).body.chat_id).toBe(first.body.chat_id);
    const far = { users_ids: [people.far.ids.recruiter], text: 'Hello' };
    const inMail = await start('RECRUITER_PRIMARY', { ...far, ...recruiter() });
    expect((await chatOf(inMail)).folders).toContain('RECRUITER_PENDING');
    expect(await credits()).toEqual({ classic: 5, sales_navigator: 12, recruiter: 39 });
    await start('RECRUITER_PRIMARY', { ...far, ...recruiter({ send_as: 'EMAIL' }) });
    expect((await credits()).recruiter).toBe(39);
  });

  it('takes the ids of its own product only, and no names', async () => {
    const { classic: id, sales_navigator, recruiter: candidate } = near();
    const handle = people.near[0]?.handle;
    const rows: [string, unknown, object][] = [
      ['CLASSIC_PRIMARY', sales_navigator, {}],
      ['CLASSIC_PRIMARY', candidate, {}],
      ['CLASSIC_PRIMARY', handle, {}],
      ['SALES_NAVIGATOR_PRIMARY', id, salesNavigator()],
      ['RECRUITER_PRIMARY', id, recruiter()],
      ['RECRUITER_PRIMARY', sales_navigator, recruiter()],
    ];
    for (const [inboxId, users_ids, block] of rows) {
      expect(told(await start(inboxId, { users_ids, text: 'Hello', ...block }))).toEqual(UNKNOWN);
    }
    expect((await call(sandbox, `GET /${ROBIN}/users/${handle}`)).body).toMatchObject({ id });
  });
});

describe('a start', () => {
  it.each([
    ['a view', 'CLASSIC_ARCHIVED', {}, 400],
    ['a company page', 'COMPANY_734211_PRIMARY', {}, 403],
    ['an unknown inbox', 'NOWHERE', {}, 404],
    ['no text', 'CLASSIC_PRIMARY', { text: undefined }, 400],
    ['nobody', 'CLASSIC_PRIMARY', { users_ids: [] }, 400],
    ['a name that is a number', 'CLASSIC_PRIMARY', { name: 5 }, 400],
    ['options that are a text', 'CLASSIC_PRIMARY', { options: 'abc' }, 400],
    ['inmail as a text', 'CLASSIC_PRIMARY', classic({ inmail: 'yes' }), 400],
    ['an unknown option', 'CLASSIC_PRIMARY', classic({ priority: 'high' }), 400],
    ['the block of another product', 'CLASSIC_PRIMARY', recruiter(), 400],
    ['no subject', 'SALES_NAVIGATOR_PRIMARY', {}, 400],
    ['an applicant there', 'SALES_NAVIGATOR_PRIMARY', salesNavigator({ applicant: {} }), 400],
    ['no signature', 'RECRUITER_PRIMARY', { options: { linkedin: { recruiter: { subject: 'A' } } } }, 400],
    ['an unknown intent', 'RECRUITER_PRIMARY', recruiter({ intent: 'FUN' }), 400],
    ['an unknown visibility', 'RECRUITER_PRIMARY', recruiter({ visibility: 'SECRET' }), 400],
    ['an unknown channel', 'RECRUITER_PRIMARY', recruiter({ channel_type: 'PIGEON' }), 400],
    ['a follow-up that is a text', 'RECRUITER_PRIMARY', recruiter({ follow_up: 'junk' }), 400],
    ['a topic there', 'RECRUITER_PRIMARY', recruiter({ company_topic: 'CAREERS' }), 400],
  ])('is refused with %s', async (_what, inboxId, more, status) => {
    const answer = await start(inboxId, { users_ids: [near().classic], text: 'Hello', ...more });
    expect(answer.status).toBe(status);
  });

  it('takes options under either name, but not two that differ', async () => {
    const body = { users_ids: [people.far.ids.classic], text: 'x' };
    const { options } = classic({ inmail: true });
    const { options: other } = classic({ inmail: false });
    expect((await start('CLASSIC_PRIMARY', { ...body, options, specifics: options })).status).toBe(200);
    expect(told(await start('CLASSIC_PRIMARY', { ...body, options, specifics: other }))).toEqual(MALFORMED);
  });

  it('is refused where messaging is off', async () => {
    sandbox.control.disableInbox({ accountId: ROBIN, inboxId: 'CLASSIC_PRIMARY' });
    const inboxes = await call<{ data: object[] }>(sandbox, `GET /${ROBIN}/inboxes`);
    expect(inboxes.body.data[0]).toMatchObject({ id: 'CLASSIC_PRIMARY', disabled: true });
    const body = { users_ids: [near().classic], text: 'Hello' };
    expect(told(await start('CLASSIC_PRIMARY', body))).toEqual([403, 'provider/insufficient_permissions']);
  });

  it('knows only those of its own account, and applicants of its own jobs', async () => {
    const [friend] = people.near;
    const plain = { users_ids: [friend?.ids.classic], text: 'Hello' };
    expect(told(await start('CLASSIC_PRIMARY', plain, NOOR))).toEqual(REFUSED);
    const { body } = await call(sandbox, `GET /${NOOR}/users/${friend?.ids.classic}`);
    expect(body).toMatchObject({ specifics: { network_distance: 'OUT_OF_NETWORK' } });
    expect(told(await call(sandbox, `POST /${SHOP}/chats/send`, plain))).toEqual(UNKNOWN);
    const jobs = await call<{ data: { user_id: string }[] }>(
      sandbox,
      `POST /${NOOR}/linkedin/jobs/400100/applicants`,
    );
    const applicants = strangersOf(sandbox, NOOR).filter(({ applicant }) => applicant !== null);
    expect(jobs.body.data.map(({ user_id }) => user_id)).toEqual(applicants.map(({ ids }) => ids.classic));
    for (const method of ['POST', 'GET']) {
      const path = `/${SHOP}/linkedin/jobs/400100/applicants${method === 'GET' ? '/991200' : ''}`;
      expect((await call(sandbox, `${method} ${path}`)).status).toBe(501);
    }
  });

  it('on a network without inboxes goes by the flat route, which LinkedIn does not have', async () => {
    const [one, two] = strangersOf(sandbox, SHOP);
    const flat = (accountId: string, users_ids: unknown) =>
      call(sandbox, `POST /${accountId}/chats/send`, { users_ids, text: 'Hello' });
    expect((await flat(ROBIN, near().classic)).status).toBe(501);
    const first = await flat(SHOP, one?.ids.classic);
    expect(first.status).toBe(200);
    expect((await flat(SHOP, one?.ids.classic)).body.chat_id).toBe(first.body.chat_id);
    const group = await flat(SHOP, [one?.ids.classic, two?.ids.classic]);
    expect(chatsOf(SHOP).find(({ id }) => id === group.body.chat_id)).toMatchObject({ is_group: true });
  });
});
