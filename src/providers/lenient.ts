import { z } from 'zod';
import { failure } from '../messaging/errors.ts';
import { toInstant } from '../messaging/instant.ts';

// Vendors leave fields out, change their types and send them as text. What is not as expected counts as absent, so
// that one odd field never costs the thing that it is part of.

/** A text that is not empty; the one field without which a thing cannot be used. */
export const id = z.string().min(1);

export const text = z.string().nullish().catch(null);

/** A number, also written as text. */
export const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullish()
  .catch(null);

/** The largest Int of GraphQL. */
const MOST = 2 ** 31 - 1;

/** How many or how much it is, rounded; null below 0 and beyond what an Int of the contract holds. */
export function whole(value: number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  const rounded = Math.round(value);
  return rounded >= 0 && rounded <= MOST ? rounded : null;
}

/** True, 1, "true" and "1" are yes; everything else that is there is no. */
export const flag = z
  .unknown()
  .optional()
  .transform((value) =>
    value === null || value === undefined ? null : ['true', '1'].includes(String(value)),
  );

/** A time as text or Unix milliseconds; fails where it is none. */
export const instant = z.union([z.string(), z.number()]).transform(toInstant).pipe(z.string());

export const optionalInstant = instant.nullish().catch(null);

/** A part of a thing that may be absent or odd. */
export function part<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().catch(null);
}

/** The items of a list that can be read; also a single item in place of the list. */
export function items<Schema extends z.ZodType>(schema: Schema) {
  return z
    .unknown()
    .optional()
    .transform((value) => readable(schema, asArray(value)));
}

/** What a vendor's word means; null where it is none of those that are known. */
export function meaning<T>(words: Readonly<Record<string, T>>, word: string | null | undefined): T | null {
  return word != null && Object.hasOwn(words, word) ? (words[word] ?? null) : null;
}

/** No list of a vendor is as long; reading on would hold up everybody. */
const MOST_VALUES = 50_000;

/** Those values that the schema can read; each other one is told to `leftOut`. Throws PROVIDER_UNAVAILABLE for more than 50,000. */
export function readable<Schema extends z.ZodType>(
  schema: Schema,
  values: readonly unknown[],
  leftOut?: () => void,
): z.output<Schema>[] {
  if (values.length > MOST_VALUES) {
    throw failure('PROVIDER_UNAVAILABLE', 'The provider answered with more than can be read at once.');
  }
  return values.flatMap((value) => {
    const result = schema.safeParse(value);
    if (result.success) return [result.data];
    leftOut?.();
    return [];
  });
}

/** What the schema makes of an answer. Throws PROVIDER_UNAVAILABLE where it can make nothing of it. */
export function readAs<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw unreadable();
}

/** The same of a write's answer, which was done whatever is answered: null where nothing can be made of it. */
export function readOrNull<Schema extends z.ZodType>(
  schema: Schema,
  answer: unknown,
): z.output<Schema> | null {
  return schema.safeParse(answer).data ?? null;
}

export const unreadable = () =>
  failure('PROVIDER_UNAVAILABLE', 'The provider answered something that cannot be read.');

function asArray(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === null || value === undefined ? [] : [value];
}
