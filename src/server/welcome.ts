import type { Reading } from '../reading/reading.ts';
import { createAuthenticator } from './auth.ts';
import type { ServerSettings } from './settings.ts';

/** What a person who has just started the gateway wants to know, in a few lines. */
export function welcome(
  url: string,
  { graphiql, tokens }: ServerSettings,
  reading: Reading,
  isSandbox: boolean,
): string {
  const lines = [`Parley is at ${url}/graphql`];
  if (isSandbox) lines[0] += ', with a sandbox of invented people. Nothing leaves this machine.';
  if (tokens === null) {
    const accounts = reading.accounts(createAuthenticator(null).authenticate(undefined));
    lines.push(
      '',
      ...accounts.map(({ network, name, status }) => `  ${network.padEnd(10)} ${name}  ${status}`),
    );
  }
  if (graphiql) {
    lines.push(
      '',
      'Open it in a browser and press play on the first tab: one inbox over all accounts.',
      'Then press play on the tab Events, send from the tab Send in a second window, and watch the answer arrive.',
    );
  }
  return ['', ...lines, ''].join('\n');
}
