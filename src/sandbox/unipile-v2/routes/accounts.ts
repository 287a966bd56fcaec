import { bytes, json, type Router } from '../../http.ts';
import { png } from '../../media.ts';
import { missing, notHere } from '../errors.ts';
import { findAccount, findContact } from '../find.ts';
import { inboxesOf, shows } from '../inboxes.ts';
import { whole } from '../lists.ts';
import type { Stage } from '../stage.ts';
import { instant } from '../wire/time.ts';
import { userJson } from '../wire/user.ts';
import type { Account } from '../world.ts';

const PICTURE = [
  [90, 60, 130],
  [230, 215, 240],
] as const;

/** Accounts, users, credits and applicants (unipile-v2.md §6.4). */
export function accountRoutes(router: Router, stage: Stage): void {
  const list = () =>
    json({ object: 'AccountList', data: stage.world.accounts.map(accountJson), has_more: false });
  router
    .add('GET /accounts', list)
    .add('GET /accounts/', list)
    .add('GET /accounts/{account_id}', (request) => {
      // A signed-out account is still there to be looked at.
      const account = stage.world.account(request.params.account_id ?? '');
      if (account === undefined) throw missing('The account');
      return json(accountJson(account));
    })
    .add('GET /{account_id}/users/{user_id}', (request) => {
      const account = findAccount(stage, request);
      const id = request.params.user_id ?? '';
      return json(
        userJson(stage.baseUrl, account, id === 'me' ? account.owner : findContact(stage, id), productOf(id)),
      );
    })
    .add('GET /{account_id}/users/{user_id}/picture', (request) => {
      findAccount(stage, request);
      const contact = findContact(stage, request.params.user_id ?? '');
      return bytes('image/png', [png(96, 96, contact.person?.colours ?? PICTURE)]);
    })
    .add('GET /{account_id}/users/{user_id}/chat', (request) => {
      const account = findAccount(stage, request);
      const contact = findContact(stage, request.params.user_id ?? '');
      const chats = stage.world
        .chatsOf(account.id)
        .filter(({ type, participants }) => type === '1to1' && participants[0] === contact);
      const data = chats.map((chat) => {
        const inbox = inboxesOf(account).find((candidate) => shows(candidate, chat));
        return {
          chat_id: chat.id,
          ...(inbox === undefined ? {} : { inbox_id: inbox.id }),
          has_history: chat.messages.length > 0,
        };
      });
      return json({ object: 'ChatLookup', data });
    })
    .add('GET /{account_id}/linkedin/inmail-credits', (request) => {
      const account = findAccount(stage, request);
      if (account.provider !== 'linkedin') throw notHere('Only LinkedIn has InMails.');
      const service = request.query.get('service');
      const credits = Object.entries(account.credits).filter(
        ([name]) => service === null || service === name,
      );
      return json({ object: 'InmailCredits', credits: Object.fromEntries(credits) });
    })
    .add('POST /{account_id}/linkedin/jobs/{job_id}/applicants', (request) => {
      findAccount(stage, request);
      const applicants = stage.world.contacts.flatMap(({ applicant, name }) => {
        return applicant !== null && applicant.jobId === request.params.job_id
          ? [{ id: applicant.id, name }]
          : [];
      });
      return whole(applicants);
    })
    .add('GET /{account_id}/linkedin/jobs/{job_id}/applicants/{applicant_id}', (request) => {
      findAccount(stage, request);
      const contact = stage.world.contacts.find(({ applicant }) => {
        return applicant?.jobId === request.params.job_id && applicant?.id === request.params.applicant_id;
      });
      if (!contact?.applicant) throw missing('The applicant');
      const { id, messagingToken } = contact.applicant;
      return json({
        object: 'Applicant',
        id,
        name: contact.name,
        user_id: contact.ids.classic,
        messaging_token: messagingToken,
      });
    })
    .add('POST /{account_id}/presence', (request) => {
      if (findAccount(stage, request).provider === 'linkedin') throw notHere('LinkedIn has no presence.');
      return json({ object: 'PresenceSet' });
    });
}

function productOf(id: string): 'classic' | 'sales_navigator' | 'recruiter' {
  if (id.startsWith('ACw')) return 'sales_navigator';
  return id.startsWith('AE') ? 'recruiter' : 'classic';
}

/** An Account (unipile-v2.md §6.4). */
export function accountJson(account: Account): Record<string, unknown> {
  return {
    object: 'Account',
    id: account.id,
    application_id: 'app_sandbox',
    user_id: account.owner.ids.classic,
    name: account.name,
    provider: account.provider,
    status: account.status,
    created_at: instant(account.createdAt),
    metadata: {},
  };
}
