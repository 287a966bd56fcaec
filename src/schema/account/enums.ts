import type {
  AccountStatus as AccountStatusValue,
  Network as NetworkValue,
  ProviderKind,
} from '../../messaging/account.ts';
import { enumType } from '../enum.ts';

export const Provider = enumType<ProviderKind>(
  'Provider',
  'Who carries the messages of an account. For display and support: what an account can do is told by its capabilities, so that no client needs to ask for the provider.',
  {
    UNIPILE_V1: 'Unipile, API version 1: many networks behind one key.',
    UNIPILE_V2: 'Unipile, API version 2.',
    LINKED_API: 'Linked API: one LinkedIn account, worked through a cloud browser; slower, and without push.',
  },
);

export const Network = enumType<NetworkValue>('Network', 'Where the conversation really takes place.', {
  LINKEDIN: 'LinkedIn with all its products: Classic, Sales Navigator, Recruiter, Company Pages.',
  WHATSAPP: 'WhatsApp.',
  INSTAGRAM: 'Direct messages of Instagram.',
  MESSENGER: "Facebook's Messenger.",
  TELEGRAM: 'Telegram.',
  SLACK: 'Slack: channels and direct messages of a workspace.',
  TWITTER: 'Direct messages of X, once Twitter.',
  UNKNOWN: 'A network that this version does not know by name; its chats work all the same.',
});

export const AccountStatus = enumType<AccountStatusValue>(
  'AccountStatus',
  'Whether an account works now. Changes arrive as `AccountStatusChanged`.',
  {
    CONNECTED: 'Works.',
    CONNECTING: 'Is being connected or restored; lists may be incomplete until it is.',
    DEGRADED: 'Works in part, as when one LinkedIn product has signed out and the others have not.',
    NEEDS_RECONNECT:
      'Signed out: somebody has to sign in again at the provider. What is stored there stays readable.',
    RESTRICTED: 'Restricted by the network itself; connecting anew does not help.',
    ERROR: 'Broken at the provider for another reason.',
    PAUSED: 'Stopped on purpose at the provider.',
    REMOVED: 'No longer there. Seen in events only: a removed account leaves the lists.',
    UNKNOWN: 'Not known now, as when the provider cannot be asked or says something new.',
  },
);
