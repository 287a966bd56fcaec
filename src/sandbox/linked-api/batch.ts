import type { SandboxRequest } from '../http.ts';
import { instant } from './deeds.ts';
import { LinkedApiError } from './errors.ts';
import { MAX_SUBJECT, MAX_TEXT } from './lengths.ts';
import { profileKey } from './urls.ts';
import type { Channel, World } from './world.ts';

/** The arrays of the seed's form, and the channels that they stand for (linked-api.md §4.2). */
export const ARRAYS = [
  { name: 'standard', channel: 'st' },
  { name: 'salesNavigator', channel: 'nv' },
] as const satisfies readonly { name: string; channel: Channel }[];
export type ArrayName = (typeof ARRAYS)[number]['name'];

export interface Item {
  person: string;
  text?: string;
  subject?: string;
  since?: string;
}

/** What a request of the seed's form asks for, person by person. */
export type Batch = Partial<Record<ArrayName, Item[]>>;

const MAX_SENDS = 10;

/** Reads a body of the seed's form. Throws invalidRequestBody, naming what is wrong. */
export function readBatch(request: SandboxRequest): Batch {
  const body = request.body.kind === 'json' ? request.body.value : null;
  if (typeof body !== 'object' || body === null) throw malformed('The body is an object.');
  const batch = body as Batch;
  for (const { name } of ARRAYS) {
    const items = batch[name];
    if (items === undefined) continue;
    if (!Array.isArray(items)) throw malformed(`${name} is an array.`);
    if (items.some((item) => typeof item?.person !== 'string'))
      throw malformed(`Each entry of ${name} has a person.`);
  }
  if (ARRAYS.every(({ name }) => (batch[name] ?? []).length === 0))
    throw malformed('There is nothing to do.');
  return batch;
}

/** Throws where a time that is read from makes no sense. */
export function checkReads(batch: Batch): void {
  for (const { since } of itemsOf(batch)) {
    if (since !== undefined && instant(since) === null)
      throw malformed('since is a time: 2023-01-01T00:00:00Z.');
  }
}

/** Throws where the rules for messages are not kept (linked-api.md §4.4). */
export function checkSends(batch: Batch, world: World): void {
  for (const { name } of ARRAYS) {
    const items = batch[name] ?? [];
    if (items.length > MAX_SENDS) throw malformed(`${name} has more than ${MAX_SENDS} entries.`);
    const people = items.map(({ person }) => world.person(person)?.id ?? profileKey(person) ?? person);
    if (new Set(people).size < items.length) throw malformed(`${name} names a person twice.`);
  }
  for (const { text } of itemsOf(batch)) {
    if (!isText(text, MAX_TEXT) || text === '') throw malformed(`text has 1 to ${MAX_TEXT} characters.`);
  }
  for (const { subject } of batch.salesNavigator ?? []) {
    if (subject !== undefined && !isText(subject, MAX_SUBJECT)) {
      throw malformed(`subject has at most ${MAX_SUBJECT} characters.`);
    }
  }
}

export function malformed(message: string): LinkedApiError {
  return new LinkedApiError('invalidRequestBody', message, 'conversations');
}

function itemsOf(batch: Batch): Item[] {
  return ARRAYS.flatMap(({ name }) => batch[name] ?? []);
}

function isText(value: unknown, longest: number): boolean {
  return typeof value === 'string' && value.length <= longest;
}
