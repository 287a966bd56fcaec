/** Rows as they are kept; one migration file makes each table. Filled by the modules above: events, outbox, reading, paging. */
export type Tables = Record<string, never>;
