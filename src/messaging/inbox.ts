import type { AccountRef } from './account.ts';

export const products = [
  'MESSAGING',
  'LINKEDIN_CLASSIC',
  'LINKEDIN_SALES_NAVIGATOR',
  'LINKEDIN_RECRUITER',
  'LINKEDIN_COMPANY_PAGE',
  'UNKNOWN',
] as const;
export type Product = (typeof products)[number];

/** A place in which an account has chats: one per product, or a filtered view of one. */
export interface Inbox extends AccountRef {
  readonly inboxId: string;
  readonly providerId: string | null;
  readonly name: string;
  readonly product: Product;
  /** The primary inbox of its product starts chats; others are views. */
  readonly isPrimary: boolean;
}
