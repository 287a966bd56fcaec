import { crc32, deflateSync } from 'node:zlib';
import type { Colour } from './people.ts';

const SHADES = 32;

/** A PNG picture: diagonal bands that run from one colour to the other and back. */
export function png(width: number, height: number, [from, to]: readonly [Colour, Colour]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8); // 8 bits, palette, deflate, no interlace

  const palette = Buffer.alloc(SHADES * 3);
  for (let shade = 0; shade < SHADES; shade++) {
    const share = shade / (SHADES - 1);
    from.forEach((part, index) => {
      palette[shade * 3 + index] = Math.round(part + ((to[index] ?? part) - part) * share);
    });
  }

  const rows = Buffer.alloc(height * (width + 1));
  const band = Math.max(1, Math.round(Math.max(width, height) / 40));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const step = Math.floor((x + y) / band) % (2 * SHADES);
      rows[y * (width + 1) + x + 1] = step < SHADES ? step : 2 * SHADES - 1 - step;
    }
  }

  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('PLTE', palette),
    pngChunk('IDAT', deflateSync(rows, { level: 3 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** A PDF of one page with these lines (ASCII). */
export function pdf(lines: readonly string[]): Buffer {
  const shown = lines.map((line) => `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*`).join('\n');
  const stream = `BT /F1 14 Tf 20 TL 72 760 Td\n${shown}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(`${text}xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}`, 'latin1');
}

const SAMPLES_PER_SECOND = 8000;

/** A WAV recording (mono, 8 bits, 8 kHz) of a tone that rises and falls. */
export function wav(seconds: number): Buffer {
  const count = Math.round(seconds * SAMPLES_PER_SECOND);
  const file = Buffer.alloc(44 + count);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + count, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  file.writeUInt32LE(SAMPLES_PER_SECOND, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(count, 40);
  for (let sample = 0; sample < count; sample++) {
    const time = sample / SAMPLES_PER_SECOND;
    const pitch = 220 + 60 * Math.sin(time * 2);
    file[44 + sample] = Math.round(128 + 50 * Math.sin(2 * Math.PI * pitch * time));
  }
  return file;
}

/** The boxes of an MP4 file, of this length in seconds, without a track: players open it and show nothing. */
export function mp4(seconds: number): Buffer {
  const movieHeader = Buffer.alloc(100);
  movieHeader.writeUInt32BE(1000, 12); // units per second
  movieHeader.writeUInt32BE(Math.round(seconds * 1000), 16);
  movieHeader.writeUInt32BE(0x00010000, 20); // normal speed
  movieHeader.writeUInt16BE(0x0100, 24); // full volume
  for (const [place, value] of [
    [36, 0x00010000],
    [52, 0x00010000],
    [68, 0x40000000],
    [96, 2],
  ] as const) {
    movieHeader.writeUInt32BE(value, place);
  }
  return Buffer.concat([
    mp4Box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2mp41', 'latin1')),
    mp4Box('moov', mp4Box('mvhd', movieHeader)),
    mp4Box('mdat', Buffer.alloc(Math.round(seconds * 2000))),
  ]);
}

function mp4Box(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data]);
}

/** Width and height of a picture where it is a PNG or a GIF; else null. */
export function pictureSize(start: Uint8Array): { width: number; height: number } | null {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  if (bytes.length >= 24 && bytes.toString('latin1', 1, 4) === 'PNG') {
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  }
  if (bytes.length >= 10 && bytes.toString('latin1', 0, 3) === 'GIF') {
    return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  }
  return null;
}
