import { bytes, json } from '../../http.ts';
import { png } from '../../media.ts';
import { malformed, missing, notHere } from '../errors.ts';
import { findContact } from '../find.ts';
import { inboxesOf, shows } from '../inboxes.ts';
import type { Routes } from '../routing.ts';
import type { Stage } from '../stage.ts';
import { instant } from '../wire/time.ts';
import { userJson } from '../wire/user.ts';
import type { Account } from '../world.ts';

const PICTURE = [
  [90, 60, 130],
  [230, 215, 240],
] as const;
const SERVICES = ['classic', 'sales_navigator', 'recruiter'];

/** Accounts, users and credits (unipile-v2.md §6.4). */
export function accountRoutes(routes: Routes, stage: Stage): void {
  for (const slash of ['', '/']) {
    routes
      .add(`GET /accounts${slash}`, () =>
        json({ object: 'AccountList', data: stage.world.accounts.map(accountJson), has_more: false }),
      )
      .add(`GET /accounts/{account_id}${slash}`, (request) => {
        // A signed-out account is still there to be looked at.
        const account = stage.world.account(request.params.account_id ?? '');
        if (account === undefined) throw missing('The account');
        return json(accountJson(account));
      });
  }
  routes
    .ofAccount('GET /{account_id}/users/{user_id}', (account, { params }) => {
      const id = params.user_id ?? '';
      const contact = id === 'me' ? account.owner : findContact(stage, account, id);
      return () => json(userJson(stage.baseUrl, account, contact, productOf(id)));
    })
    .ofAccount('GET /{account_id}/users/{user_id}/picture', (account, { params }) => {
      const contact = findContact(stage, account, params.user_id ?? '');
      return () => bytes('image/png', [png(96, 96, contact.person?.colours ?? PICTURE)]);
    })
    .ofAccount('GET /{account_id}/users/{user_id}/chat', (account, { params }) => {
      const contact = findContact(stage, account, params.user_id ?? '');
      return () => {
        const chats = stage.world
          .chatsOf(account.id)
          .filter(({ type, participants }) => type === '1to1' && participants[0] === contact);
        const inboxes = inboxesOf(account);
        const data = chats.map((chat) => ({
          chat_id: chat.id,
          inbox_id: inboxes.find((inbox) => shows(inbox, chat))?.id,
          has_history: chat.messages.length > 0,
        }));
        return json({ object: 'ChatLookup', data });
      };
    })
    .ofAccount('GET /{account_id}/linkedin/inmail-credits', (account, { query }) => {
      if (account.provider !== 'linkedin') throw notHere('Only LinkedIn has InMails.');
      const service = query.get('service');
      if (service !== null && !SERVICES.includes(service)) {
        throw malformed(`service is one of ${SERVICES.join(', ')}.`);
      }
      return () => {
        const credits = Object.entries(account.credits).filter(
          ([name]) => service === null || service === name,
        );
        return json({ object: 'InmailCredits', credits: Object.fromEntries(credits) });
      };
    })
    .ofAccount('POST /{account_id}/presence', (account) => {
      if (account.provider === 'linkedin') throw notHere('LinkedIn has no presence.');
      return () => json({ object: 'PresenceSet' });
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
