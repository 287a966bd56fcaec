import type { ErrorCode } from '../../../src/messaging/errors.ts';
import type { VendorError } from './vendor.ts';

/** The errors that a vendor documents, each with the code that its callers are told: the one under which its type stands. */
export function withCodes(
  errors: readonly Pick<VendorError, 'type' | 'status'>[],
  types: Readonly<Partial<Record<ErrorCode, string>>>,
): VendorError[] {
  const codes = new Map(
    Object.entries(types).flatMap(([code, named]) =>
      named.split(/\s+/).map((type) => [type, code as ErrorCode] as const),
    ),
  );
  return errors.map(({ type, status }) => {
    const code = codes.get(type);
    if (code === undefined) throw new Error(`Nobody says what callers are told of ${type}.`);
    return { type, status, code };
  });
}
