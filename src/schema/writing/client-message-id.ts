import type { InputFieldBuilder } from '@pothos/core';
import { invalidInput } from '../../messaging/errors.ts';
import type { builder } from '../builder.ts';

const maximumLength = 200;

/** The field by which all sends are idempotent. */
export const clientMessageIdField = (t: InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>) =>
  t.string({
    description: `Your own key of this send, 1 to ${maximumLength} characters, as a UUID. The same key again for the account is the same send with the same answer, never a second one: repeat it freely after a timeout. With another content it is CONFLICT.`,
  });

/** The key as it is, or null. Throws INVALID_INPUT where it is empty or too long. */
export function clientMessageIdOf(value: string | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (value === '' || value.length > maximumLength) {
    throw invalidInput(`A clientMessageId has 1 to ${maximumLength} characters.`, 'clientMessageId');
  }
  return value;
}
