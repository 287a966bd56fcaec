import { expect, it } from 'vitest';
import { failure } from '../../src/messaging/errors.ts';
import type { Unlisted } from '../../src/reading/directory.ts';
import { welcome } from '../../src/server/welcome.ts';
import { accountOf } from '../reading/fakes.ts';

const welcomed = (tokens: readonly [] | null, unlisted: readonly Unlisted[] = []) =>
  welcome(
    'http://127.0.0.1:4000',
    { graphiql: false, tokens },
    { accounts: () => [accountOf('sales', 'a')], unlisted: () => unlisted },
    false,
  );
const without = (why: Unlisted['failure']): Unlisted => ({
  connectionId: 'hiring',
  accountIds: null,
  failure: why,
});

it('shows the accounts where whoever reaches the gateway may see them', () => {
  expect(welcomed(null)).toContain('\n  sales: LINKEDIN a of sales\n');
  expect(welcomed([])).not.toContain('sales');
});

it('says why nothing came of a connection, and where to look where waiting does not help', () => {
  const refused = failure('NOT_FOUND', 'There is no such thing.', { providerStatus: 404 }).failure;
  const down = failure('PROVIDER_UNAVAILABLE', 'The provider does not answer.').failure;
  const line =
    '  hiring: no accounts (HTTP 404). There is no such thing. Look at its address and credentials in the configuration.';
  expect(welcomed(null, [without(refused)]).split('\n')).toContain(line);
  expect(welcomed([], [without(refused)]).split('\n')).toContain(line);
  expect(welcomed(null, [without(down)]).split('\n')).toContain(
    '  hiring: no accounts. The provider does not answer.',
  );
});
