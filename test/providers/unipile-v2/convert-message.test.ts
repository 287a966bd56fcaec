import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/messaging/account.ts';
import { toMessage } from '../../../src/providers/unipile-v2/convert-message.ts';
import * as wire from '../../../src/providers/unipile-v2/wire.ts';

const account: Account = {
  connectionId: 'hiring',
  accountId: 'acc_1',
  providerId: 'acc_1',
  provider: 'UNIPILE_V2',
  network: 'LINKEDIN',
  name: 'Robin',
  status: 'CONNECTED',
  ownerId: 'ACoARobin',
  details: null,
};

/** What the vendor says of a message, as we show it. */
const read = (message: object) =>
  toMessage(
    { account, serves: () => false },
    wire.message.parse({
      id: 'm-1',
      chat_id: 'c',
      timestamp: '2025-03-01T10:00:00Z',
      is_sender: true,
      attachments: [{ id: 'own', type: 'file', filename: 'mine.txt' }],
      ...message,
    }),
  );

describe('a message that passes another on', () => {
  const forwarded = {
    text: 'The original',
    attachments: [{ id: 'a-1', type: 'file', filename: 'plan.pdf' }],
    sender: { id: 'ACoAGrace', display_name: 'Grace' },
  };

  it('is that message where it says nothing itself', () => {
    const message = read({ forwarded });
    expect(message).toMatchObject({ isForwarded: true, text: 'The original', quoted: null });
    expect(
      message.attachments.map(({ attachmentId, isUnavailable }) => [attachmentId, isUnavailable]),
    ).toEqual([
      ['own', false],
      ['a-1', true],
    ]);
  });

  it('has it as quoted where it says something', () => {
    const message = read({ text: 'Look at this', forwarded });
    expect(message).toMatchObject({ isForwarded: true, text: 'Look at this' });
    expect(message.quoted).toMatchObject({ messageId: null, text: 'The original', senderId: 'ACoAGrace' });
    expect(message.quoted?.attachments).toMatchObject([{ attachmentId: 'a-1', isUnavailable: true }]);
    expect(message.attachments).toMatchObject([{ attachmentId: 'own' }]);
  });

  it('shows what it answers where it does that too', () => {
    const message = read({ forwarded, quoted: { id: 'm-0', text: 'The question', attachments: [] } });
    expect(message).toMatchObject({
      text: 'The original',
      quoted: { messageId: 'm-0', text: 'The question' },
    });
  });

  it('says nothing of it once it is taken back', () => {
    expect(read({ is_deleted: true, forwarded }).text).toBeNull();
  });
});
