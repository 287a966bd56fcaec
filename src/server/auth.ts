import { createHash, timingSafeEqual } from 'node:crypto';
import type { AccountRef } from '../messaging/account.ts';
import { scopes, type Viewer } from '../messaging/viewer.ts';
import { requestError } from './errors.ts';
import type { Token } from './settings.ts';

/** Who may come in. */
export interface Authenticator {
  /** False: nobody is asked, everybody is the local viewer. */
  readonly required: boolean;
  /** The viewer of an `Authorization` header or its like. Throws UNAUTHENTICATED, the same for every reason. */
  authenticate(authorization: string | undefined): Viewer;
  /** The viewer that a file URL was made for, with the rights of now; null where the credential is gone. */
  named(name: string): Viewer | null;
}

export function createAuthenticator(tokens: readonly Token[] | null): Authenticator {
  if (tokens === null) {
    return {
      required: false,
      authenticate: () => localViewer,
      named: (name) => (name === localViewer.name ? localViewer : null),
    };
  }
  const known = tokens.map((token) => ({
    digest: Buffer.from(token.sha256, 'hex'),
    viewer: viewerOf(token),
  }));
  return {
    required: true,
    authenticate(authorization) {
      const secret = /^Bearer +([\w\-.~+/]+=*) *$/i.exec(authorization ?? '')?.[1];
      const digest = createHash('sha256')
        .update(secret ?? '')
        .digest();
      // All are compared, so that the time tells nothing of which comes close.
      const found = known.filter((token) => timingSafeEqual(token.digest, digest));
      const viewer = secret === undefined ? undefined : found[0]?.viewer;
      if (viewer === undefined) {
        throw requestError('UNAUTHENTICATED', 'A valid bearer token is needed.');
      }
      return viewer;
    },
    named: (name) => known.find(({ viewer }) => viewer.name === name)?.viewer ?? null,
  };
}

/** Sees and may do everything: without `auth` the gateway is reached from its own machine only. */
const localViewer: Viewer = {
  name: 'local',
  scopes: new Set(scopes),
  maySee: () => true,
  maySeeSome: () => true,
};

function viewerOf({ name, accounts, scopes: granted }: Token): Viewer {
  const patterns = accounts.map(splitPattern);
  return {
    name,
    scopes: new Set(granted),
    maySee: ({ connectionId, accountId }: AccountRef) =>
      patterns.some((pattern) => matches(pattern[0], connectionId) && matches(pattern[1], accountId)),
    maySeeSome: (connectionId) => patterns.some((pattern) => matches(pattern[0], connectionId)),
  };
}

/** Connection ids have no slash, account ids may. */
function splitPattern(pattern: string): readonly [string, string] {
  const slash = pattern.indexOf('/');
  return [pattern.slice(0, slash), pattern.slice(slash + 1)];
}

function matches(pattern: string, part: string): boolean {
  return pattern === '*' || pattern === part;
}
