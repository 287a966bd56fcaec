import { expect } from 'vitest';
import type { UnipileV1Control } from '../../../src/sandbox/index.ts';
import type { TestGateway } from '../../support/gateway.ts';
import { routesAsked } from '../support.ts';

/** What stands behind one row of the table, by `route → field`. */
export type Rows = Readonly<Record<string, (gateway: TestGateway) => Promise<void>>>;

export const controlOf = ({ sandbox }: Pick<TestGateway, 'sandbox'>): UnipileV1Control =>
  sandbox.unipileV1.control;

/** Asks, and sees to it that the vendor was asked for exactly these, in any order. */
export async function expectRoutes<T>(
  gateway: TestGateway,
  routes: readonly string[],
  ask: () => Promise<T>,
): Promise<T> {
  const control = controlOf(gateway);
  control.clearRequests();
  const answer = await ask();
  expect([...routesAsked(control)].sort()).toEqual([...routes].sort());
  return answer;
}
