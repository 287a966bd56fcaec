import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { manualClock, startSandbox, type Truth } from '../../../src/sandbox/index.ts';
import { apiOf, pick, sandboxFor } from '../support.ts';

describe('the seed of Unipile v1', () => {
  const clock = manualClock();
  let truth: Truth;

  beforeAll(async () => {
    const sandbox = await startSandbox({ clock, life: false });
    truth = sandbox.unipileV1.control.truth();
    await sandbox.close();
  });

  it('is the same every time, with times that count back from the start', async () => {
    const again = await sandboxFor({ clock });
    expect(again.unipileV1.control.truth()).toEqual(truth);
    const later = await sandboxFor({ clock: manualClock(clock.now() + 3_600_000) });
    const moved = later.unipileV1.control.truth();
    expect(moved.messages.map(({ id }) => id)).toEqual(truth.messages.map(({ id }) => id));
    const [first, firstMoved] = [truth.messages[0], moved.messages[0]];
    expect(Date.parse(firstMoved?.timestamp ?? '') - Date.parse(first?.timestamp ?? '')).toBe(3_600_000);
  });

  it('gives what happens later ids that no other run has', async () => {
    const ids = new Set<string>();
    for (let run = 0; run < 3; run++) {
      const { control } = (await sandboxFor({ clock })).unipileV1;
      ids.add(control.inbound({ chatId: pick(truth.chats).id, text: 'news' }).id);
    }
    expect(ids.size).toBe(3);
  });

  it('gives everybody a name that their network would take', () => {
    const names = truth.contacts.map(({ publicIdentifier }) => publicIdentifier ?? 'none');
    const owners = truth.attendees.flatMap(({ is_self, profile_url }) => (is_self && profile_url) || []);
    expect([...names, ...owners].filter((name) => /[._-]$|[._-]{2}/.test(name))).toEqual([]);
  });

  it('is large enough, and every id is there once', () => {
    expect(truth.accounts.length).toBeGreaterThanOrEqual(4);
    expect(truth.chats.length).toBeGreaterThanOrEqual(300);
    expect(truth.messages.length).toBeGreaterThanOrEqual(6000);
    const ids = [truth.accounts, truth.chats, truth.messages, truth.attendees].flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const lengths = truth.chats.map(
      ({ id }) => truth.messages.filter(({ chat_id }) => chat_id === id).length,
    );
    expect(Math.max(...lengths)).toBeGreaterThanOrEqual(2000);
    expect(Math.min(...lengths)).toBeGreaterThan(0);
    const now = clock.now();
    expect(truth.messages.every(({ timestamp }) => Date.parse(timestamp) <= now)).toBe(true);
  });

  it('looks like an inbox: the newest 20 chats have their last messages among the newest 250', () => {
    const chats = [...truth.chats].sort((one, other) =>
      (one.timestamp ?? '') < (other.timestamp ?? '') ? 1 : -1,
    );
    const newest = truth.messages.slice(0, 250);
    for (const chat of chats.slice(0, 20)) {
      const last = pick(truth.messages, ({ chat_id }) => chat_id === chat.id);
      expect(newest).toContain(last);
    }
    expect(new Set(chats.slice(0, 20).map(({ account_type }) => account_type)).size).toBeGreaterThanOrEqual(
      3,
    );
  });

  it.each<[string, (truth: Truth) => readonly unknown[]]>([
    ['groups', ({ chats }) => chats.filter(({ type }) => type === 1)],
    ['channels', ({ chats }) => chats.filter(({ type }) => type === 2)],
    [
      'direct chats without a name',
      ({ chats }) => chats.filter(({ type, name }) => type === 0 && name === null),
    ],
    ['InMails', ({ chats }) => chats.filter(({ content_type }) => content_type === 'inmail')],
    ['sponsored chats', ({ chats }) => chats.filter(({ content_type }) => content_type === 'sponsored')],
    ['offers', ({ chats }) => chats.filter(({ content_type }) => content_type === 'linkedin_offer')],
    ['unread chats', ({ chats }) => chats.filter(({ unread_count }) => unread_count > 0)],
    ['archived chats', ({ chats }) => chats.filter(({ archived }) => archived === 1)],
    ['pinned chats', ({ chats }) => chats.filter(({ pinned }) => pinned === 1)],
    ['chats muted for good', ({ chats }) => chats.filter(({ muted_until }) => muted_until === -1)],
    [
      'chats muted for a while',
      ({ chats }) => chats.filter(({ muted_until }) => typeof muted_until === 'string'),
    ],
    ['read-only chats', ({ chats }) => chats.filter(({ read_only }) => read_only > 0)],
    [
      'recruiter chats',
      ({ chats }) => chats.filter(({ folder }) => folder.includes('INBOX_LINKEDIN_RECRUITER')),
    ],
    [
      'sales chats',
      ({ chats }) => chats.filter(({ folder }) => folder.includes('INBOX_LINKEDIN_SALES_NAVIGATOR')),
    ],
    ['chats of a company page', ({ chats }) => chats.filter(({ mailbox_id }) => mailbox_id !== undefined)],
    ['quotes', ({ messages }) => messages.filter(({ quoted }) => quoted !== undefined)],
    ['reactions', ({ messages }) => messages.filter(({ reactions }) => reactions.length > 0)],
    ['edited messages', ({ messages }) => messages.filter(({ edited }) => edited === 1)],
    ['deleted messages', ({ messages }) => messages.filter(({ deleted }) => deleted === 1)],
    ['hidden messages', ({ messages }) => messages.filter(({ hidden }) => hidden === 1)],
    ['system events', ({ messages }) => messages.filter(({ is_event }) => is_event === 1)],
    ['forwarded messages', ({ messages }) => messages.filter(({ is_forwarded }) => is_forwarded)],
    ['threads', ({ messages }) => messages.filter(({ replies }) => replies !== undefined)],
    ...['img', 'video', 'audio', 'file', 'linkedin_post', 'video_meeting'].map(
      (type): [string, (truth: Truth) => readonly unknown[]] => [
        `attachments of type ${type}`,
        ({ messages }) => messages.filter(({ attachments }) => attachments.some((one) => one.type === type)),
      ],
    ),
  ])('has %s', (_what, find) => {
    expect(find(truth).length).toBeGreaterThan(0);
  });

  it('places page chats by the mailboxes of the account’s organizations', () => {
    const linkedIn = pick(truth.accounts, ({ type }) => type === 'LINKEDIN');
    const { organizations, premiumFeatures } = linkedIn.connection_params.im as {
      organizations: { mailbox_urn: string }[];
      premiumFeatures: string[];
    };
    expect(premiumFeatures).toEqual(expect.arrayContaining(['recruiter', 'sales_navigator']));
    expect(organizations).toHaveLength(2);
    const mailboxes = new Set(truth.chats.map(({ mailbox_id }) => mailbox_id).filter(Boolean));
    expect(mailboxes).toEqual(new Set(organizations.map(({ mailbox_urn }) => mailbox_urn)));
  });

  it('has real bytes behind what can be downloaded', async () => {
    const sandbox = await sandboxFor({ clock });
    const starts: Record<string, string> = {
      img: '89504e47',
      audio: '52494646',
      'application/pdf': '255044462d',
    };
    for (const kind of ['img', 'audio', 'application/pdf']) {
      const isIt = (one: Record<string, unknown>) => one.type === kind || one.mimetype === kind;
      const message = pick(truth.messages, ({ attachments }) =>
        attachments.some((one) => isIt(one) && !one.unavailable),
      );
      const attachment = pick(message.attachments, isIt);
      const path = `/messages/${message.id}/attachments/${encodeURIComponent(String(attachment.id))}`;
      const response = await fetch(sandbox.unipileV1.baseUrl + path, {
        headers: { 'X-API-KEY': sandbox.unipileV1.apiKey },
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(response.headers.get('content-type')).toBe(attachment.mimetype);
      expect(bytes.length).toBe(attachment.file_size);
      expect(bytes.toString('hex').startsWith(starts[kind] ?? '')).toBe(true);
      if (kind === 'img') expect(pixelRows(bytes)).toBe((attachment.size as { height: number }).height);
    }
    const gone = pick(truth.messages, ({ attachments }) => attachments[0]?.unavailable === true);
    const id = encodeURIComponent(String(gone.attachments[0]?.id));
    expect((await apiOf(sandbox)('GET', `/messages/${gone.id}/attachments/${id}`)).status).toBe(404);
  });
});

// Unpacks the picture's one block of data: so many rows of width + 1 bytes.
function pixelRows(png: Buffer): number {
  const width = png.readUInt32BE(16);
  const start = png.indexOf('IDAT');
  const length = png.readUInt32BE(start - 4);
  return inflateSync(png.subarray(start + 4, start + 4 + length)).length / (width + 1);
}
