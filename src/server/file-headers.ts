import contentDisposition from 'content-disposition';
import mimeTypes from 'mime-types';

/** What a browser shows without running anything that the file holds. SVG and HTML are programs. */
const shownInline = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'audio/mpeg',
  'audio/mp4',
  'audio/aac',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
  'audio/x-m4a',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'video/quicktime',
]);
/** Passed on with their type, to be saved. Everything else is just bytes. */
const saved =
  /^(application\/(pdf|zip|json|msword|vnd\.[\w.+-]+)|text\/(plain|csv|calendar|vcard)|image\/(heic|heif|tiff))$/;

/** Headers that are one line each and safe, whatever a provider or a sender says. */
export function fileHeaders(mimeType: string | null, filename: string | null): Record<string, string> {
  const stated = mimeType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const isShown = shownInline.has(stated);
  const type = isShown || saved.test(stated) ? stated : 'application/octet-stream';
  return {
    'Content-Type': type,
    'Content-Disposition': contentDisposition(readableName(filename, type), {
      type: isShown ? 'inline' : 'attachment',
    }),
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Referrer-Policy': 'no-referrer',
  };
}

/** Without what reorders, hides or breaks the line; folders are cut off by content-disposition. */
function readableName(filename: string | null, type: string): string {
  const name = (filename ?? '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '').trim();
  return name === '' ? `file.${mimeTypes.extension(type) || 'bin'}` : name;
}
