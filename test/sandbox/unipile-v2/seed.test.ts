import { describe, expect, it } from 'vitest';
import { type Inbox, inboxesOf, shows } from '../../../src/sandbox/unipile-v2/inboxes.ts';
import { seedWorld } from '../../../src/sandbox/unipile-v2/seed.ts';
import type { Account, Chat, Contact } from '../../../src/sandbox/unipile-v2/world.ts';
import { NOOR, ROBIN, SHOP } from './vendor.ts';

const world = seedWorld(Date.UTC(2025, 2, 4, 10));
const accountOf = (id: string) => world.account(id) as Account;

/** How many chats each inbox of an account shows. */
function counts(id: string): Record<string, number> {
  const chats = world.chatsOf(id);
  const size = (inbox: Inbox) => chats.filter((chat) => shows(inbox, chat)).length;
  return Object.fromEntries(inboxesOf(accountOf(id)).map((inbox) => [inbox.id, size(inbox)]));
}

const classic = {
  CLASSIC_PRIMARY: 50,
  CLASSIC_ARCHIVED: 2,
  CLASSIC_SPAM: 2,
  CLASSIC_JOBS: 2,
  CLASSIC_INMAIL: 3,
  CLASSIC_STARRED: 2,
};

describe('the seed', () => {
  it.each([
    [ROBIN, ['734211', '734212']],
    [NOOR, ['885001']],
  ])('of %s has so many chats in each inbox', (id, pages) => {
    const found = counts(id);
    expect(found).toMatchObject({
      ...classic,
      SALES_NAVIGATOR_PRIMARY: 22,
      SALES_NAVIGATOR_ARCHIVED: 1,
      RECRUITER_PRIMARY: 27,
      RECRUITER_ARCHIVED: 1,
    });
    for (const page of pages) {
      expect(found).toMatchObject({ [`COMPANY_${page}_PRIMARY`]: 6, [`COMPANY_${page}_ARCHIVED`]: 1 });
    }
    expect(Object.entries(found).filter(([, count]) => count === 0)).toEqual([]);
  });

  it('has chats on a network without inboxes, archived ones too', () => {
    const chats = world.chatsOf(SHOP);
    expect([chats.length, chats.filter(({ views }) => views.has('ARCHIVED')).length]).toEqual([42, 2]);
  });

  it.each([ROBIN, NOOR])('of %s has groups, one of which has more people than a page', (id) => {
    const groups = world.chatsOf(id).filter(({ type }) => type === 'group');
    expect(groups.map(({ name, participants }) => [name, participants.length]).sort()).toEqual([
      ['Alumni of the harbour school', 25],
      ['Hiring panel', 3],
      ['Trade fair crew', 4],
    ]);
  });

  it.each([ROBIN, NOOR])('of %s has one stranger of each kind', (id) => {
    const met = new Set(world.chatsOf(id).flatMap(({ participants }) => participants));
    const owner = accountOf(id).owner;
    const strangers = world.contacts.filter((one) => one.accountId === id && one !== owner && !met.has(one));
    const count = (fits: (one: Contact) => boolean) => strangers.filter(fits).length;
    expect(strangers).toHaveLength(12);
    expect({
      far: count(({ distance, invitationId }) => distance === 'SECOND_DEGREE' && invitationId === null),
      open: count(({ isOpenProfile }) => isOpenProfile),
      applying: count(({ applicant }) => applicant !== null),
      refusing: count(({ refusesMessages }) => refusesMessages),
      inviting: count(({ invitationId }) => invitationId !== null),
      near: count(({ distance }) => distance === 'FIRST_DEGREE'),
    }).toEqual({ far: 1, open: 1, applying: 1, refusing: 1, inviting: 1, near: 7 });
  });

  it.each([ROBIN, NOOR])('of %s has a chat and a message of each kind', (id) => {
    const chats = world.chatsOf(id);
    const messages = chats.flatMap((chat) => chat.messages);
    const files = messages.flatMap(({ attachments }) => attachments);
    const kinds: Record<string, boolean> = {
      organization: chats.some(({ participants }) => participants[0]?.type === 'organization'),
      'InMail with a subject': chats.some((chat: Chat) => chat.views.has('INMAIL') && chat.subject !== null),
      'read-only': chats.some(({ isReadOnly }) => isReadOnly),
      muted: chats.some(({ mutedUntil }) => typeof mutedUntil === 'number'),
      deleted: messages.some(({ isDeleted }) => isDeleted),
      edited: messages.some(({ isEdited }) => isEdited),
      hidden: messages.some(({ isHidden }) => isHidden),
      forwarded: messages.some(({ forwarded }) => forwarded !== null),
      quoted: messages.some(({ quotedId }) => quotedId !== null),
      event: messages.some(({ event }) => event !== null),
      gone: files.some(({ content, type }) => content === null && type !== 'shared_content'),
    };
    for (const type of ['img', 'video', 'audio', 'file', 'shared_content']) {
      kinds[type] = files.some((attachment) => attachment.type === type);
    }
    expect(Object.keys(kinds).filter((name) => !kinds[name])).toEqual([]);
  });
});
