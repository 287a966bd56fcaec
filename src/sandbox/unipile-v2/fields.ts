import { malformed } from './errors.ts';

export type Fields = Record<string, unknown>;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/** An object that is no array. Throws 400 where it is something else. */
export function fieldsOf(value: unknown, name: string): Fields {
  if (!isFields(value)) throw malformed(`${name} is an object.`);
  return value;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined where there is none. Throws 400 where it is no text. */
export function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value !== undefined && typeof value !== 'string') throw malformed(`${name} is a text.`);
  return value;
}

/** Throws 400 where there is none, or it is no text. */
export function neededText(fields: Fields, name: string): string {
  const value = textOf(fields, name);
  if (value === undefined) throw malformed(`${name} is required.`);
  return value;
}

/** Undefined where there is none. Throws 400 where it is neither true nor false. */
export function flagOf(fields: Fields, name: string): boolean | undefined {
  const value = fields[name];
  if (value !== undefined && typeof value !== 'boolean') throw malformed(`${name} is true or false.`);
  return value;
}

/** Milliseconds since 1970 of a time as the vendor writes it (unipile-v2.md §1.2). Throws 400 where it is none. */
export function instantOf(value: unknown, name: string): number {
  const at = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw malformed(`${name} is a time such as 2026-03-01T09:00:00.000Z.`);
  return at;
}

/** The same of a query; null where it does not say. */
export function instantIn(query: URLSearchParams, name: string): number | null {
  const value = query.get(name);
  return value === null ? null : instantOf(value, name);
}
