import { mp4, pdf, png, wav } from '../../media.ts';
import { BASE64URL, type Random } from '../../random.ts';
import type { Attachment } from '../world.ts';

type Made = Omit<Attachment, 'id'>;

const FILES: readonly Made[] = [
  made('img', 'image/png', 'harbour.png', () =>
    png(320, 240, [
      [20, 60, 110],
      [240, 190, 120],
    ]),
  ),
  made('img', 'image/png', 'shelf.png', () =>
    png(300, 400, [
      [120, 70, 30],
      [250, 230, 200],
    ]),
  ),
  { ...made('audio', 'audio/wav', 'voice.wav', () => wav(4)), voiceNote: true, duration: 4 },
  { ...made('video', 'video/mp4', 'boats.mp4', () => mp4(6)), duration: 6 },
  made('file', 'application/pdf', 'proposal.pdf', () =>
    pdf(['Proposal', 'Onboarding for 12 people is included.']),
  ),
  {
    ...made('shared_content', 'text/html', '', null),
    url: 'https://www.linkedin.com/feed/update/urn:li:activity:7150000000000000001',
    description: 'Worth a read',
  },
];

/** A file of a message of this id; now and then one that is gone. */
export function inventFile(random: Random, messageId: string): Attachment {
  const picked = random.pick(FILES);
  const id = `${Buffer.from(`${messageId}/${random.letters(9, BASE64URL)}`).toString('base64')}=`;
  return random.chance(0.05) ? { ...picked, id, content: null } : { ...picked, id };
}

function made(
  type: Attachment['type'],
  mimeType: string,
  filename: string,
  make: (() => Uint8Array) | null,
): Made {
  let bytes: Uint8Array | null = null;
  const content =
    make === null
      ? null
      : () => {
          bytes ??= make();
          return bytes;
        };
  return {
    type,
    mimeType,
    filename,
    content,
    voiceNote: false,
    duration: null,
    url: null,
    description: null,
  };
}
