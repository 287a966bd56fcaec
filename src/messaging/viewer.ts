import type { AccountRef } from './account.ts';

export const scopes = ['READ', 'SEND', 'ADMIN'] as const;
export type Scope = (typeof scopes)[number];

/** Who asks. What may be seen follows from the credential only, and is asked anew each time. */
export interface Viewer {
  /** Of the token; two credentials never share one. */
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  maySee(account: AccountRef): boolean;
  /** Whether there could be an account of the connection that may be seen: asked where none is known yet. */
  maySeeSome(connectionId: string): boolean;
}
