/** Characters, counted as UTF-16 units (linked-api.md §10). */
export const MAX_TEXT = 1900;
export const MAX_SUBJECT = 80;
