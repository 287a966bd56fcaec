import { createHmac, timingSafeEqual } from 'node:crypto';
import { makeId, openId } from '../messaging/id.ts';
import type { Links } from '../schema/context.ts';

const hour = 3_600_000;
const maxFilename = 200;

/** What a file URL says, once its signature has been checked. */
export interface OpenedLink {
  /** A global id of an attachment, or of the attendee or chat whose picture it is. */
  readonly id: string;
  /** Whom it was made for. */
  readonly viewerName: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
  /** As the sender named it: untrusted; null where the file has no name. */
  readonly filename: string | null;
}

export interface SignedLinks extends Links {
  /** Opens what follows the host in a URL of ours; null where anything in it was changed, or its time is over. */
  open(path: string): OpenedLink | null;
}

export interface LinkOptions {
  /** 32 bytes, the same on every gateway of the store. */
  readonly key: Buffer;
  /** Scheme and host in front of the path, without a slash at the end. */
  readonly baseUrl: () => string;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/**
 * File URLs are permissions by themselves, because an <img> sends no header. Their expiry is rounded: the same URL for an
 * hour and good for one to two, so that caches work.
 */
export function createLinks({ key, baseUrl, now }: LinkOptions): SignedLinks {
  function signed(link: OpenedLink): string {
    const search = new URLSearchParams({ for: link.viewerName, until: String(link.expiresAt / 1000) });
    if (link.filename !== null) search.set('name', link.filename);
    const path = `/files/${link.id}?${search}`;
    return `${path}&signature=${createHmac('sha256', key).update(path).digest('base64url')}`;
  }

  function make(id: string, viewerName: string, filename: string | null): string {
    const expiresAt = (Math.floor(now() / hour) + 2) * hour;
    return baseUrl() + signed({ id, viewerName, expiresAt, filename });
  }

  return {
    attachment(viewer, attachment) {
      const filename =
        'filename' in attachment && typeof attachment.filename === 'string' ? attachment.filename : null;
      const id = makeId({ ...attachment, type: 'Attachment' });
      return make(id, viewer.name, filename && printable(filename));
    },

    picture(viewer, of) {
      const id = 'chatId' in of ? makeId({ ...of, type: 'Chat' }) : makeId({ ...of, type: 'Attendee' });
      return make(id, viewer.name, null);
    },

    open(path) {
      const [id, query] = path.replace(/^\/files\//, '').split('?');
      const search = new URLSearchParams(query ?? '');
      const link: OpenedLink = {
        id: id ?? '',
        viewerName: search.get('for') ?? '',
        expiresAt: Number(search.get('until')) * 1000,
        filename: search.get('name'),
      };
      if (!Number.isSafeInteger(link.expiresAt) || openId(link.id) === null) return null;
      // Made anew and compared whole, it shows every change: of order, spelling or what was added.
      return isSame(signed(link), path) && now() < link.expiresAt ? link : null;
    },
  };
}

/** Whole characters only: half a surrogate pair cannot be written in a URL and read back. */
function printable(filename: string): string {
  return filename.slice(0, maxFilename).replace(/\p{Cs}/gu, '\uFFFD');
}

function isSame(ours: string, theirs: string): boolean {
  const [a, b] = [ours, theirs].map((text) => createHmac('sha256', 'compare').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
