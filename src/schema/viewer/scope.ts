import type { Scope as ScopeValue } from '../../messaging/viewer.ts';
import { enumType } from '../enum.ts';

export const Scope = enumType<ScopeValue>('Scope', 'What a credential is good for.', {
  READ: 'Queries and subscriptions.',
  SEND: 'Mutations: whatever others can notice.',
  ADMIN: 'The metrics of the gateway.',
});
