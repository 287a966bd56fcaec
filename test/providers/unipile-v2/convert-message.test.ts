import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/messaging/account.ts';
import { toChat } from '../../../src/providers/unipile-v2/convert-chat.ts';
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

describe('what a Company Page wrote itself', () => {
  const page = { id: '734211', type: 'organization', display_name: 'Marlow Bakery' };

  it('has the page as its sender, not the owner', () => {
    expect(read({ sender: page, sender_id: page.id })).toMatchObject({
      direction: 'OUTBOUND',
      senderId: '734211',
      sender: { attendeeId: '734211', kind: 'ORGANIZATION', isSelf: false, name: 'Marlow Bakery' },
    });
  });

  it.each([
    ['Robin', { senderId: 'ACoARobin', direction: 'OUTBOUND' }],
    ['Marlow Bakery', undefined],
    [null, undefined],
  ])('is known by the preview of its chat only where that names the owner: %s', (name, lastMessage) => {
    const chat = {
      id: 'c',
      type: '1to1',
      last_message_timestamp: '2025-03-01T10:00:00Z',
      last_message: { id: 'm-1', text: 'We open at six', is_sender: true, sender_display_name: name },
    };
    const place = { inboxId: 'COMPANY_734211_PRIMARY', listedIn: null };
    const found = toChat({ account, serves: () => false }, wire.chat.parse(chat), place, 0).lastMessage;
    if (lastMessage === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(lastMessage);
  });
});
