/** Quirks of the vendor that can be turned on (unipile-v1.md §10, item 11). */
export interface Switches {
  /** Sends are answered with `message_id: null` (and `chat_id: null`). */
  nullMessageId: boolean;
  /** Sends are answered with an array of one id. */
  arrayMessageId: boolean;
  /** What is sent through the API shows up in reads only after so many milliseconds. */
  delayedVisibilityMs: number;
  /** Webhooks carry one attachment as an object, with its numbers and booleans as strings. */
  attachmentsAsObject: boolean;
  /** WhatsApp senders come as `…@lid`, while accounts and attendees keep `…@s.whatsapp.net`. */
  lidIds: boolean;
  /** Values that no document knows turn up in enums. */
  unknownEnums: boolean;
  /** Leaves out what the official SDK's validators refuse (unipile-v1.md §9.4). */
  sdkStrict: boolean;
}

export function defaultSwitches(): Switches {
  return {
    nullMessageId: false,
    arrayMessageId: false,
    delayedVisibilityMs: 0,
    attachmentsAsObject: false,
    lidIds: false,
    unknownEnums: false,
    sdkStrict: false,
  };
}
