import type { Acquaintance } from '../../../src/sandbox/unipile-v2/control.ts';
import type { UnipileV2Sandbox } from '../../../src/sandbox/unipile-v2/server.ts';
import { ROBIN } from './vendor.ts';

/** Those whom an account knows and has never written with. */
export function strangersOf({ control }: UnipileV2Sandbox, accountId = ROBIN): Acquaintance[] {
  const { chats, contacts, accounts } = control.truth();
  const met = new Set([
    ...accounts.map(({ user_id }) => user_id),
    ...chats.flatMap(({ user_id, participants }) => [
      user_id,
      ...((participants ?? []) as { user: { id: string } }[]).map(({ user }) => user.id),
    ]),
  ]);
  return contacts.filter(
    (one) => one.accountId === accountId && !Object.values(one.ids).some((id) => met.has(id)),
  );
}

/** One stranger of each kind. */
export function kindsOf(strangers: readonly Acquaintance[]) {
  const one = (fits: (stranger: Acquaintance) => boolean): Acquaintance => {
    const found = strangers.find(fits);
    if (found === undefined) throw new Error('There is nobody of that kind.');
    return found;
  };
  return {
    far: one(({ distance, invitationId }) => distance === 'SECOND_DEGREE' && invitationId === null),
    open: one(({ isOpenProfile }) => isOpenProfile),
    applying: one(({ applicant }) => applicant !== null),
    refusing: one(({ refusesMessages }) => refusesMessages),
    inviting: one(({ invitationId }) => invitationId !== null),
    near: strangers.filter(({ distance }) => distance === 'FIRST_DEGREE'),
  };
}
