import type { Account } from '../world/account.ts';
import { isoTime } from './time.ts';

/** unipile-v1.md §6.1. */
export interface WireAccount {
  object: 'Account';
  id: string;
  name: string;
  type: string;
  created_at: string;
  current_signature?: string;
  signatures: { title: string; content: string }[];
  groups: string[];
  sources: { id: string; status: string }[];
  connection_params: { im: Record<string, unknown> };
}

export function accountJson(account: Account): WireAccount {
  return {
    object: 'Account',
    id: account.id,
    name: account.name,
    type: account.network,
    created_at: isoTime(account.createdAt),
    signatures: [],
    groups: [],
    sources: [{ id: `${account.id}_MESSAGING`, status: account.status }],
    connection_params: { im: account.connection },
  };
}
