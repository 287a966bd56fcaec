export type Network = 'LINKEDIN' | 'WHATSAPP' | 'INSTAGRAM' | 'TELEGRAM' | 'MESSENGER' | 'SLACK' | 'TWITTER';

export const NETWORKS: readonly Network[] = [
  'WHATSAPP',
  'LINKEDIN',
  'SLACK',
  'TWITTER',
  'MESSENGER',
  'INSTAGRAM',
  'TELEGRAM',
];

/** States of a source (unipile-v1.md §6.1). Writes work only while it is OK. */
export const SOURCE_STATUSES = [
  'OK',
  'STOPPED',
  'ERROR',
  'CREDENTIALS',
  'PERMISSIONS',
  'CONNECTING',
] as const;
export type SourceStatus = (typeof SOURCE_STATUSES)[number];

/** LinkedIn's products; a person has an id of its own in each. */
export type Product = 'classic' | 'sales_navigator' | 'recruiter';

export interface Organization {
  name: string;
  messaging_enabled: boolean;
  organization_urn: string;
  mailbox_urn: string;
}

export interface LinkedInSeats {
  features: readonly Exclude<Product, 'classic'>[];
  organizations: readonly Organization[];
  /** What is left of each. */
  inMailCredits: Record<Product, number>;
}

/** A login at a network. */
export interface Account {
  id: string;
  network: Network;
  name: string;
  createdAt: number;
  status: SourceStatus;
  /** The provider's id of the owner. */
  ownerProviderId: string;
  /** What the vendor shows as connection_params.im. */
  connection: Record<string, unknown>;
  linkedIn: LinkedInSeats | null;
  /** What happened at the provider while the account was not connected; told when it is again. */
  missed: (() => void)[];
  /** How often the running synchronisation was asked for; null: none is running. */
  syncCalls: number | null;
}
