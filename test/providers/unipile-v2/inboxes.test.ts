import { expect, it } from 'vitest';
import { inboxesToRead } from '../../../src/providers/unipile-v2/inboxes.ts';

const inboxIds = ['CLASSIC_PRIMARY', 'CLASSIC_ARCHIVED', 'CLASSIC_SPAM', 'CLASSIC_JOBS', 'CLASSIC_INMAIL'];

it('spam is shown where its inbox is asked for, and in no list over others', () => {
  expect(inboxesToRead(inboxIds, { inboxId: 'CLASSIC_SPAM' })).toEqual(['CLASSIC_SPAM']);
  for (const filter of [{}, { inboxId: 'CLASSIC_PRIMARY' }, { unread: true }, { archived: false }]) {
    expect(inboxesToRead(inboxIds, filter)).not.toContain('CLASSIC_SPAM');
  }
});
