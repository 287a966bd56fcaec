import type { Product as ProductValue } from '../../messaging/inbox.ts';
import { enumType } from '../enum.ts';

export const Product = enumType<ProductValue>(
  'Product',
  'Which of its products an account uses: LinkedIn has several with an inbox each, other networks have one.',
  {
    MESSAGING: 'The one inbox of a network that has no separate products.',
    LINKEDIN_CLASSIC: 'The ordinary messaging of LinkedIn.',
    LINKEDIN_SALES_NAVIGATOR: 'LinkedIn Sales Navigator, with conversations of its own.',
    LINKEDIN_RECRUITER: 'LinkedIn Recruiter, with conversations of its own.',
    LINKEDIN_COMPANY_PAGE: 'The inbox of a LinkedIn Company Page that the account administers.',
    UNKNOWN: 'A product that this version does not know by name.',
  },
);
