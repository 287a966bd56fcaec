import { expect } from 'vitest';
import type { Outcome } from './doing.ts';

export interface Capability {
  readonly support: 'FULL' | 'PARTIAL' | 'UNSUPPORTED';
  readonly reason: string | null;
}

/** What is declared works, and what is not is refused before the vendor hears of it; `refusal` is the code of that. */
export function expectAsDeclared(
  { support, reason }: Capability,
  answer: Outcome,
  what: string,
  refusal = 'NOT_SUPPORTED',
): void {
  if (support !== 'FULL') expect({ what, reason }).toEqual({ what, reason: expect.stringMatching(/.{10}/) });
  if (support === 'UNSUPPORTED') expectRefused(answer, what, refusal);
  else expectDone(answer, what);
}

/** Of what is declared in part, a part: it works, or is refused as what is not declared is. */
export function expectInPart(answer: Outcome, what: string): void {
  if (outcomeOf(answer).code === undefined) expectDone(answer, what);
  else expectRefused(answer, what, 'NOT_SUPPORTED');
}

function expectDone(answer: Outcome, what: string): void {
  const outcome = outcomeOf(answer);
  const { __typename: type } = outcome;
  expect({ what, type, outcome }).toEqual({ what, type: expect.stringMatching(/Payload$/), outcome });
}

/** Refused politely, and nobody was asked. */
function expectRefused(answer: Outcome, what: string, refusal: string): void {
  const { code, detail } = outcomeOf(answer);
  expect({ what, code, detail }).toEqual({
    what,
    code: refusal,
    detail: expect.stringMatching(/^.{10,}\.$/),
  });
  expect({ what, calls: callsOf(answer) }).toEqual({ what, calls: 0 });
}

export const callsOf = ({ extensions }: Outcome) => extensions?.upstream?.calls;

export function outcomeOf({ data, errors }: Outcome) {
  const outcome = data?.result;
  if (outcome === undefined) throw new Error(JSON.stringify(errors));
  return outcome;
}
