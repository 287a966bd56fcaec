import { mp4, pdf, png, wav } from '../../media.ts';
import type { Random } from '../../random.ts';
import type { Ids } from '../ids.ts';
import { type Attachment, attachment } from '../world/message.ts';

interface Piece {
  mimeType: string;
  fileName: string;
  content: () => readonly Uint8Array[];
  details: Partial<Attachment>;
}

const PICTURES = [
  picture('harbour.png', 640, 480, [20, 60, 110], [240, 190, 120]),
  picture('IMG_0412.png', 480, 640, [40, 120, 60], [230, 240, 180]),
  picture('shelf.png', 800, 600, [120, 70, 30], [250, 230, 200]),
  picture('scratch.png', 400, 400, [80, 80, 90], [220, 210, 230]),
  picture('lake.png', 960, 540, [10, 90, 140], [180, 230, 240]),
  picture('poster.png', 420, 594, [200, 40, 60], [255, 220, 60]),
];
const STICKERS = [
  {
    ...picture('wave.png', 256, 256, [250, 200, 60], [255, 255, 255]),
    details: { width: 256, height: 256, sticker: true },
  },
];
const VIDEOS = [
  video('boats.mp4', 6, { width: 1280, height: 720 }),
  video('cat.mp4', 2, { width: 320, height: 320, gif: true }),
];
const VOICE_NOTES = [4, 9, 17].map((seconds) => ({
  mimeType: 'audio/wav',
  fileName: `voice-${seconds}.wav`,
  content: once(() => wav(seconds)),
  details: { duration: seconds, voiceNote: true },
}));
const FILES = [
  file('proposal.pdf', 'application/pdf', () =>
    pdf(['Proposal', 'Brightwater Collective', 'Onboarding for 12 people is included.']),
  ),
  file('CV - portfolio (2025).pdf', 'application/pdf', () =>
    pdf(['Curriculum vitae', 'Page 2 has the open source work.']),
  ),
  file('Größen & Preise.csv', 'text/csv', () => Buffer.from('size;price\nA4;18.00\nA3;26.00\nA2;41.50\n')),
];

const BY_KIND = { picture: PICTURES, sticker: STICKERS, video: VIDEOS, voice: VOICE_NOTES, file: FILES };
export type GalleryKind = keyof typeof BY_KIND;

/** An attachment with real bytes; they are made when they are first wanted, and shared. */
export function fromGallery(kind: GalleryKind, ids: Ids, random: Random): Attachment {
  const { mimeType, fileName, content, details }: Piece = random.pick<Piece>(BY_KIND[kind]);
  return { ...attachment({ id: ids.attachment(), mimeType, fileName, content }), ...details };
}

type Rgb = readonly [number, number, number];

function picture(fileName: string, width: number, height: number, from: Rgb, to: Rgb): Piece {
  return {
    mimeType: 'image/png',
    fileName,
    content: once(() => png(width, height, [from, to])),
    details: { width, height },
  };
}

function video(fileName: string, seconds: number, details: Partial<Attachment>): Piece {
  return { mimeType: 'video/mp4', fileName, content: once(() => mp4(seconds)), details };
}

function file(fileName: string, mimeType: string, make: () => Buffer): Piece {
  return { mimeType, fileName, content: once(make), details: {} };
}

function once(make: () => Uint8Array): () => readonly Uint8Array[] {
  let made: readonly Uint8Array[] | null = null;
  return () => {
    made ??= [make()];
    return made;
  };
}
