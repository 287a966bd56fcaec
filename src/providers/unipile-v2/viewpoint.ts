import type { Account } from '../../messaging/account.ts';

/** From where something is seen when it is converted. */
export interface Viewpoint {
  readonly account: Account;
  /** Whether a picture of this address can be had through the connection. */
  readonly serves: (url: string) => boolean;
}
