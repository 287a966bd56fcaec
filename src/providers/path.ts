import { notFound } from '../messaging/errors.ts';

/** A path below a vendor's base address. */
export interface Path {
  /** Encoded, as it goes out: `/chats/a%2Fb`. */
  readonly text: string;
  /** Without what was filled in, for metrics: `/chats/:id`. */
  readonly pattern: string;
}

/**
 * Writes a path whose filled-in parts are one segment each, whatever they hold. Throws FailureError NOT_FOUND for what
 * can be no id: an empty part, `.`, `..`, or half a surrogate pair.
 */
export function path(texts: TemplateStringsArray, ...segments: readonly string[]): Path {
  return {
    text: String.raw({ raw: texts }, ...segments.map(encoded)),
    pattern: texts.join(':id'),
  };
}

function encoded(segment: string): string {
  if (segment === '' || segment === '.' || segment === '..') throw notFound('There is nothing of that name.');
  try {
    return encodeURIComponent(segment);
  } catch {
    throw notFound('There is nothing of that name.');
  }
}
