import type { Account } from '../messaging/account.ts';
import type { ErrorCode } from '../messaging/errors.ts';
import type { Unlisted } from '../reading/directory.ts';
import type { Reading } from '../reading/reading.ts';
import { createAuthenticator } from './auth.ts';
import type { ServerSettings } from './settings.ts';

/** What a person who has just started the gateway wants to know, in a few lines. */
export function welcome(
  url: string,
  { graphiql, tokens }: Pick<ServerSettings, 'graphiql' | 'tokens'>,
  reading: Pick<Reading, 'accounts' | 'unlisted'>,
  isSandbox: boolean,
): string {
  const lines = [`Parley is at ${url}/graphql`];
  if (isSandbox) lines[0] += ', with a sandbox of invented people. Nothing leaves this machine.';
  const everybody = createAuthenticator(null).authenticate(undefined);
  const connections = [
    ...(tokens === null ? accountLines(reading.accounts(everybody)) : []),
    ...reading.unlisted(everybody).map(unlistedLine),
  ];
  if (connections.length > 0) lines.push('', ...connections);
  if (graphiql) {
    lines.push(
      '',
      'Open it in a browser and press play on the first tab: one inbox over all accounts.',
      'Then press play on the tab Events, send from the tab Send in a second window, and watch the answer arrive.',
    );
  }
  return ['', ...lines, ''].join('\n');
}

/** A line for each connection; a status is worth its place only where something is wrong. */
function accountLines(accounts: readonly Account[]): string[] {
  const lines = new Map<string, string[]>();
  for (const { connectionId, network, name, status } of accounts) {
    const account = `${network} ${name}${status === 'CONNECTED' ? '' : ` (${status})`}`;
    lines.set(connectionId, [...(lines.get(connectionId) ?? []), account]);
  }
  return [...lines].map(([connectionId, named]) => `  ${connectionId}: ${named.join(', ')}`);
}

/** Why there is nothing of a connection, and where to look if that is the reason. */
function unlistedLine({ connectionId, failure: { code, detail, providerStatus } }: Unlisted): string {
  const status = providerStatus ? ` (HTTP ${providerStatus})` : '';
  const hint = misconfigured.includes(code)
    ? ' Look at its address and credentials in the configuration.'
    : '';
  return `  ${connectionId}: no accounts${status}. ${detail}${hint}`;
}

/** What providers answer at a wrong address or with wrong credentials. */
const misconfigured: readonly ErrorCode[] = ['NOT_FOUND', 'NOT_ALLOWED', 'ACCOUNT_DISCONNECTED'];
