import type { Support as SupportValue } from '../../messaging/capabilities.ts';
import { enumType } from '../enum.ts';

export const Support = enumType<SupportValue>('Support', 'Whether something can be done here.', {
  FULL: 'It works.',
  PARTIAL: 'It works with a restriction that `reason` names.',
  UNSUPPORTED: 'It does not: hide the button. Trying answers NOT_SUPPORTED, and nothing goes upstream.',
});
