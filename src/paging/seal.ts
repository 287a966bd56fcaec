import { createCipheriv, createDecipheriv, createHmac, hash, randomFillSync } from 'node:crypto';

/** Changes whenever what is sealed changes its form: older cursors are then refused. */
const VERSION = 2;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** The longest cursor that is given out or looked at, in characters. */
const MAX_CURSOR_LENGTH = 2048;
/** What fits into it. */
export const MAX_SEALED_BYTES = (MAX_CURSOR_LENGTH * 3) / 4 - 1 - IV_BYTES - TAG_BYTES;

/**
 * Makes bytes an opaque text that nobody can read or change (vendors' cursors never reach a client), bound to its list
 * and to the version.
 */
export class Seal {
  readonly #key: Buffer;
  /** Random bytes, drawn for many cursors at a time: one draw for each would take longer than all the rest. */
  readonly #random = Buffer.alloc(256 * IV_BYTES);
  #used = this.#random.length;

  constructor(key: Buffer) {
    this.#key = createHmac('sha256', key).update('paging cursor').digest();
  }

  close(list: string, content: Buffer): string {
    const iv = this.#freshIv();
    const cipher = createCipheriv(CIPHER, this.#key, iv).setAAD(boundTo(list));
    const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  #freshIv(): Buffer {
    if (this.#used === this.#random.length) {
      randomFillSync(this.#random);
      this.#used = 0;
    }
    this.#used += IV_BYTES;
    return Buffer.from(this.#random.subarray(this.#used - IV_BYTES, this.#used));
  }

  /** Null where the text is damaged, of another version, or of another list. Exactly one text opens to each content. */
  open(list: string, text: string): Buffer | null {
    if (text.length > MAX_CURSOR_LENGTH) return null;
    const bytes = Buffer.from(text, 'base64url');
    const headLength = 1 + IV_BYTES + TAG_BYTES;
    if (bytes.length < headLength || bytes[0] !== VERSION || bytes.toString('base64url') !== text)
      return null;
    const iv = bytes.subarray(1, 1 + IV_BYTES);
    const decipher = createDecipheriv(CIPHER, this.#key, iv, { authTagLength: TAG_BYTES })
      .setAAD(boundTo(list))
      .setAuthTag(bytes.subarray(1 + IV_BYTES, headLength));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(headLength)), decipher.final()]);
    } catch {
      return null;
    }
  }
}

function boundTo(list: string): Buffer {
  return hash('sha256', `${VERSION} ${list}`, 'buffer');
}
