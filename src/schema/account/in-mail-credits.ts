import type { InMailCredits as Value } from '../../messaging/provider.ts';
import { builder } from '../builder.ts';

export const InMailCredits = builder.objectRef<Value>('InMailCredits').implement({
  description:
    'How many InMails are left to send. A number is null where there is no such subscription, or no limit.',
  fields: (t) => ({
    classic: t.exposeInt('classic', { nullable: true, description: 'By LinkedIn Premium.' }),
    salesNavigator: t.exposeInt('salesNavigator', { nullable: true, description: 'By Sales Navigator.' }),
    recruiter: t.exposeInt('recruiter', { nullable: true, description: 'By Recruiter.' }),
  }),
});
