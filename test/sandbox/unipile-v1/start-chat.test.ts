import { beforeEach, describe, expect, it } from 'vitest';
import { manualClock, type Sandbox, type Truth } from '../../../src/sandbox/index.ts';
import { type Api, apiOf, form, type List, pick, sandboxFor } from '../support.ts';

describe('starting a chat in Unipile v1', () => {
  let sandbox: Sandbox;
  let api: Api;
  let truth: Truth;

  beforeEach(async () => {
    sandbox = await sandboxFor({ clock: manualClock() });
    api = apiOf(sandbox);
    truth = sandbox.unipileV1.control.truth();
  });

  function chatOn(network: string) {
    return pick(
      truth.chats,
      (chat) => chat.account_type === network && chat.type === 0 && chat.read_only === 0,
    );
  }

  function accountOn(network: string) {
    return pick(truth.accounts, ({ type }) => type === network);
  }

  function contactOn(network: string, fits: (contact: Truth['contacts'][number]) => boolean = () => true) {
    return pick(truth.contacts, (contact) => contact.network === network && fits(contact));
  }

  async function start(parts: Record<string, string | readonly string[]>) {
    return api<Record<string, unknown>>('POST', '/chats', form({ text: 'Hello', ...parts }));
  }

  it('uses the direct chat that there is, makes one where there is none, and groups for several', async () => {
    const account_id = accountOn('WHATSAPP').id;
    const chat = chatOn('WHATSAPP');
    const known = await start({ account_id, attendees_ids: chat.attendee_provider_id ?? '' });
    expect(known).toMatchObject({ status: 201, body: { object: 'ChatStarted', chat_id: chat.id } });
    const fresh = await start({ account_id, attendees_ids: '15550199999@s.whatsapp.net' });
    const made = await api('GET', `/chats/${fresh.body.chat_id}`);
    expect(made.body).toMatchObject({
      type: 0,
      name: null,
      attendee_provider_id: '15550199999@s.whatsapp.net',
    });
    const others = truth.contacts.filter(({ network }) => network === 'WHATSAPP').slice(0, 3);
    const group = await start({
      account_id,
      attendees_ids: others.map(({ providerId }) => providerId),
      title: 'Trip',
    });
    expect((await api('GET', `/chats/${group.body.chat_id}`)).body).toMatchObject({
      type: 1,
      name: 'Trip',
    });
    const { body } = await api<List<unknown>>('GET', `/chats/${group.body.chat_id}/attendees`);
    expect(body.items).toHaveLength(4);
  });

  it('refuses the owner as a recipient, and gives what is said to nobody else', async () => {
    const account_id = accountOn('WHATSAPP').id;
    const own = pick(
      truth.attendees,
      (attendee) => attendee.account_id === account_id && attendee.is_self === 1,
    );
    const before = sandbox.unipileV1.control.truth().messages.length;
    const { status, body } = await start({ account_id, attendees_ids: own.provider_id });
    expect({ status, type: body.type }).toEqual({ status: 422, type: 'errors/invalid_recipient' });
    expect(sandbox.unipileV1.control.truth().messages).toHaveLength(before);
  });

  it('leaves the mailbox of a Company Page to the page', async () => {
    const page = pick(truth.chats, ({ organization_id, type }) => Boolean(organization_id) && type === 0);
    const writer = contactOn('LINKEDIN', ({ providerId }) => providerId === page.attendee_provider_id);
    const { linkedIn } = writer;
    if (linkedIn !== null) linkedIn.distance = 'DISTANCE_1';
    const { body } = await start({ account_id: page.account_id, attendees_ids: writer.providerId });
    expect(body).toMatchObject({ object: 'ChatStarted' });
    expect((await api('GET', `/chats/${body.chat_id}`)).body).not.toHaveProperty('organization_id');
  });

  it('wants relations, InMails, topics, applications and invitations on LinkedIn', async () => {
    const account_id = accountOn('LINKEDIN').id;
    const plainly = async (attendees_ids: string, more: Record<string, string> = {}) =>
      (await start({ account_id, attendees_ids, ...more })).body.type ?? 'sent';
    const open = contactOn(
      'LINKEDIN',
      ({ linkedIn }) => linkedIn?.distance === 'DISTANCE_2' && linkedIn.refuses === 'nothing',
    );
    expect(await plainly(open.providerId)).toBe('errors/no_connection_with_recipient');
    expect(await plainly(open.providerId, { 'linkedin[inmail]': 'true', 'linkedin[api]': 'classic' })).toBe(
      'sent',
    );
    const closed = contactOn('LINKEDIN', ({ linkedIn }) => linkedIn?.refuses === 'inmail');
    expect(await plainly(closed.providerId, { 'linkedin[inmail]': 'true' })).toBe(
      'errors/not_allowed_inmail',
    );
    const blocking = contactOn('LINKEDIN', ({ linkedIn }) => linkedIn?.refuses === 'everything');
    expect(await plainly(blocking.providerId)).toBe('errors/blocked_recipient');
    const company = contactOn('LINKEDIN', ({ linkedIn }) => linkedIn?.isCompany === true);
    expect(await plainly(company.messagingId ?? '')).toBe('errors/missing_parameters');
    expect(await plainly(company.messagingId ?? '', { 'linkedin[topic]': 'support' })).toBe('sent');
    const applicant = contactOn('LINKEDIN', ({ linkedIn }) => linkedIn?.applicantId != null);
    expect(
      await plainly(applicant.providerId, {
        'linkedin[applicant_id]': applicant.linkedIn?.applicantId ?? '',
      }),
    ).toBe('sent');
    const inviting = contactOn('LINKEDIN', ({ linkedIn }) => linkedIn?.invitationId != null);
    expect(
      await plainly(inviting.providerId, {
        'linkedin[invitation_id]': inviting.linkedIn?.invitationId ?? '',
      }),
    ).toBe('sent');
    expect(await plainly(open.providerId, { 'linkedin[api]': 'recruiter' })).toBe('errors/invalid_recipient');
    const recruiterId = open.linkedIn?.ids.recruiter ?? '';
    expect(
      await plainly(recruiterId, { 'linkedin[api]': 'recruiter', 'linkedin[visibility]': 'NOBODY' }),
    ).toBe('errors/invalid_parameters');
    expect(await plainly(recruiterId, { 'linkedin[api]': 'recruiter', subject: 'A role' })).toBe('sent');
    expect(
      await plainly(recruiterId, { 'linkedin[api]': 'recruiter', 'linkedin[follow_up][text]': 'Again' }),
    ).toBe('errors/missing_parameters');
  });

  it('ends with the InMail credits', async () => {
    const account_id = accountOn('LINKEDIN').id;
    const open = contactOn(
      'LINKEDIN',
      ({ linkedIn }) => linkedIn?.distance === 'DISTANCE_2' && linkedIn.refuses === 'nothing',
    );
    const parts = { account_id, attendees_ids: open.providerId, 'linkedin[inmail]': 'true' };
    for (let sent = 0; sent < 25; sent++) expect((await start(parts)).status).toBe(201);
    expect((await start(parts)).body).toMatchObject({ status: 422, type: 'errors/insufficient_credits' });
  });

  it('wants the messaging id on Instagram, and all that is mandatory', async () => {
    const account_id = accountOn('INSTAGRAM').id;
    const contact = contactOn('INSTAGRAM');
    expect((await start({ account_id, attendees_ids: contact.providerId })).body.type).toBe(
      'errors/invalid_recipient',
    );
    const profile = await api('GET', `/users/${contact.publicIdentifier}?account_id=${account_id}`);
    expect(profile.body.provider_messaging_id).toBe(contact.messagingId);
    expect((await start({ account_id, attendees_ids: contact.messagingId ?? '' })).status).toBe(201);
    expect((await start({ account_id })).body.type).toBe('errors/missing_parameters');
    expect((await start({ attendees_ids: 'x' })).body.type).toBe('errors/missing_parameters');
    expect((await start({ account_id: 'nobody', attendees_ids: 'x' })).body.type).toBe(
      'errors/resource_not_found',
    );
  });
  it('finds people by public identifier in each product, by phone number, and companies', async () => {
    const account_id = accountOn('LINKEDIN').id;
    const { linkedIn, publicIdentifier } = contactOn('LINKEDIN');
    const classic = await api('GET', `/users/${publicIdentifier}?account_id=${account_id}`);
    expect(classic.body).toMatchObject({
      provider_id: linkedIn?.ids.classic,
      public_identifier: publicIdentifier,
    });
    const recruiter = await api(
      'GET',
      `/users/${publicIdentifier}?account_id=${account_id}&linkedin_api=recruiter`,
    );
    expect(recruiter.body.provider_id).toBe(linkedIn?.ids.recruiter);
    const whatsApp = accountOn('WHATSAPP').id;
    const byNumber = await api('GET', `/users/15550110160?account_id=${whatsApp}`);
    expect(byNumber.body).toMatchObject({ provider: 'WHATSAPP', id: '15550110160@s.whatsapp.net' });
    expect((await api('GET', `/users/4930123?account_id=${whatsApp}`)).status).toBe(404);
    expect((await api('GET', `/users/me?account_id=${whatsApp}`)).status).toBe(501);
    const company = contactOn('LINKEDIN', (contact) => contact.linkedIn?.isCompany === true);
    const profile = await api(
      'GET',
      `/linkedin/company/${company.publicIdentifier}?account_id=${account_id}`,
    );
    expect(profile.body.messaging).toEqual({ is_enabled: true, id: company.messagingId });
  });
});
