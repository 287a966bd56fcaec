import type { EventLog } from '../events/log.ts';
import type { Places } from '../events/places.ts';
import type { AccountRef } from '../messaging/account.ts';
import type { AttachmentRef } from '../messaging/attachment.ts';
import type { Call } from '../messaging/call.ts';
import type { Viewer } from '../messaging/viewer.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Paging } from '../paging/page.ts';
import type { Reading } from '../reading/reading.ts';

/** What lives as long as the process and every resolver may reach. */
export interface Services {
  readonly reading: Reading;
  readonly paging: Paging;
  readonly outbox: Outbox;
  readonly events: EventLog;
  readonly places: Places;
  readonly links: Links;
  readonly limits: { readonly slowAfterMs: number; readonly slowAfterEvents: number };
}

/** All that a resolver may reach. New for each operation and for each event of a subscription: loaders hang on it. */
export interface Context extends Services {
  readonly viewer: Viewer;
  readonly call: Call;
}

/** Addresses on the gateway that need no header: signed over what they name, the viewer and an expiry. */
export interface Links {
  attachment(viewer: Viewer, attachment: AttachmentRef): string;
  picture(
    viewer: Viewer,
    of: AccountRef & ({ readonly attendeeId: string } | { readonly chatId: string }),
  ): string;
}

/** What the File scalar holds: an upload, already whole on our disk. */
export interface Upload {
  readonly path: string;
  readonly filename: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}
