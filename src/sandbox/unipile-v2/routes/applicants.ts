import { json } from '../../http.ts';
import { missing, notHere } from '../errors.ts';
import { whole } from '../lists.ts';
import type { Routes } from '../routing.ts';
import type { Stage } from '../stage.ts';
import { instant } from '../wire/time.ts';
import type { Account, Contact } from '../world.ts';

/** Who has applied to the jobs of an account (unipile-v2.md §6.4). */
export function applicantRoutes(routes: Routes, stage: Stage): void {
  routes
    .ofAccount('POST /{account_id}/linkedin/jobs/{job_id}/applicants', (account, { params }) => {
      const applicants = applicantsOf(stage, account, params.job_id);
      return () => whole(applicants);
    })
    .ofAccount(
      'GET /{account_id}/linkedin/jobs/{job_id}/applicants/{applicant_id}',
      (account, { params }) => {
        const applicants = applicantsOf(stage, account, params.job_id);
        const applicant = applicants.find(({ id }) => id === params.applicant_id);
        if (applicant === undefined) throw missing('The applicant');
        return () => json(applicant);
      },
    );
}

function applicantsOf(stage: Stage, account: Account, jobId: string | undefined) {
  if (account.provider !== 'linkedin') throw notHere('Only LinkedIn has jobs.');
  return stage.world.contacts
    .filter((contact) => contact.accountId === account.id && contact.applicant?.jobId === jobId)
    .flatMap(applicantJson);
}

function applicantJson({ applicant, name, ids }: Contact) {
  if (applicant === null) return [];
  return [
    {
      object: 'Applicant',
      id: applicant.id,
      name,
      user_id: ids.classic,
      messaging_token: applicant.messagingToken,
      applied_at: instant(applicant.appliedAt),
    },
  ];
}
