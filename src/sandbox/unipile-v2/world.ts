import type { Person as Invented } from '../people.ts';

/** LinkedIn's products; other networks have one list of chats, which is `flat`. */
export type Product = 'classic' | 'sales_navigator' | 'recruiter' | 'company' | 'flat';
export type LinkedInProduct = Exclude<Product, 'flat' | 'company'>;

export type Provider = 'linkedin' | 'whatsapp';
export type Distance = 'FIRST_DEGREE' | 'SECOND_DEGREE' | 'THIRD_DEGREE' | 'OUT_OF_NETWORK';
export type AccountStatus = 'running' | 'errored' | 'disconnected' | 'paused' | 'degraded' | 'partial';

export interface Account {
  /** Begins with "acc_". */
  id: string;
  name: string;
  provider: Provider;
  /** The owner's own ids, by product. */
  owner: Contact;
  status: AccountStatus;
  createdAt: number;
  /** InMails left, by product; a product without a subscription is absent. */
  credits: Partial<Record<LinkedInProduct, number>>;
  /** Ids of administered company pages. */
  pages: string[];
  disabledInboxes: string[];
  /** Products whose session is lost while the account itself is running. */
  signedOut: Set<Product>;
}

/** Somebody or a company; one id per product (unipile-v2.md §1.1). */
export interface Contact {
  /** The account that knows them, as which distance, invitation and application are meant; null: none. */
  accountId: string | null;
  network: Provider;
  ids: Record<LinkedInProduct, string>;
  type: 'individual' | 'organization';
  name: string;
  person: Invented | null;
  distance: Distance;
  isOpenProfile: boolean;
  refusesMessages: boolean;
  /** The id of their invitation that the owner has not answered. */
  invitationId: string | null;
  applicant: { id: string; jobId: string; messagingToken: string; appliedAt: number } | null;
}

export interface Attachment {
  id: string;
  type: 'img' | 'video' | 'audio' | 'file' | 'shared_content';
  mimeType: string;
  filename: string;
  /** The bytes; null where there are none (a post, something that is gone). */
  content: (() => Uint8Array) | null;
  voiceNote: boolean;
  /** Seconds; null where nobody told. */
  duration: number | null;
  url: string | null;
  description: string | null;
}

export interface Reaction {
  value: string;
  by: Contact;
}

export interface Message {
  /** Unique within its chat only. */
  id: string;
  sender: Contact;
  fromOwner: boolean;
  text: string | null;
  subject: string | null;
  at: number;
  attachments: Attachment[];
  reactions: Reaction[];
  quotedId: string | null;
  forwarded: { text: string | null; sender: Contact; attachments: Attachment[] } | null;
  event: { type: number; metadata: Record<string, unknown> } | null;
  isHidden: boolean;
  isSeen: boolean;
  isDelivered: boolean;
  isDeleted: boolean;
  isEdited: boolean;
}

/** Where a chat shows up beside the primary inbox of its product. */
export type View =
  | 'ARCHIVED'
  | 'SPAM'
  | 'JOBS'
  | 'INMAIL'
  | 'STARRED'
  | 'ACCEPTED'
  | 'DECLINED'
  | 'UNRESPONDED'
  | 'PENDING';

export interface Chat {
  id: string;
  accountId: string;
  product: Product;
  /** The company page that it belongs to. */
  pageId: string | null;
  type: '1to1' | 'group' | 'channel';
  name: string | null;
  label: string | null;
  subject: string | null;
  /** The others. */
  participants: Contact[];
  /** Newest first. */
  messages: Message[];
  views: Set<View>;
  /** -1: marked as unread by hand. */
  unreadCount: number;
  mutedUntil: number | boolean;
  isPinned: boolean;
  isReadOnly: boolean;
  restrictions: 'send_message'[];
}

/** A chat in which nothing was said yet. */
export function emptyChat(
  id: string,
  accountId: string,
  product: Product,
  type: Chat['type'],
  participants: Contact[],
): Chat {
  return {
    id,
    accountId,
    product,
    pageId: null,
    type,
    name: null,
    label: null,
    subject: null,
    participants,
    messages: [],
    views: new Set(),
    unreadCount: 0,
    mutedUntil: false,
    isPinned: false,
    isReadOnly: false,
    restrictions: [],
  };
}

/** Everything that the vendor holds. */
export class World {
  readonly accounts: Account[] = [];
  readonly contacts: Contact[] = [];
  private chats: Chat[] = [];

  account(id: string): Account | undefined {
    return this.accounts.find((account) => account.id === id);
  }

  addChat(chat: Chat): Chat {
    this.chats.push(chat);
    return chat;
  }

  removeChat(chat: Chat): void {
    this.chats = this.chats.filter((other) => other !== chat);
  }

  allChats(): readonly Chat[] {
    return this.chats;
  }

  chat(accountId: string, id: string): Chat | undefined {
    return this.chats.find((chat) => chat.id === id && chat.accountId === accountId);
  }

  /** Newest activity first. */
  chatsOf(accountId: string): Chat[] {
    const own = this.chats.filter((chat) => chat.accountId === accountId);
    return own.sort((one, other) => lastAt(other) - lastAt(one) || (one.id < other.id ? 1 : -1));
  }

  /** The chat of two in which something happened last. */
  directChat(accountId: string, product: Product, other: Contact): Chat | undefined {
    return this.chatsOf(accountId).find(
      (chat) => chat.type === '1to1' && chat.product === product && chat.participants[0] === other,
    );
  }

  /** Everybody whom an account can come across. */
  contactsOn(network: Provider): Contact[] {
    return this.contacts.filter((contact) => contact.network === network);
  }
}

/** How far somebody is from an account; strangers are those whom another account knows. */
export function distanceTo(account: Account, contact: Contact): Distance | 'SELF' {
  if (contact === account.owner) return 'SELF';
  return contact.accountId === account.id ? contact.distance : 'OUT_OF_NETWORK';
}

export function isConnection(account: Account, contact: Contact): boolean {
  return contact.type === 'individual' && distanceTo(account, contact) === 'FIRST_DEGREE';
}

/** When something last happened in a chat; 0 where nothing did. */
export function lastAt(chat: Chat): number {
  return chat.messages[0]?.at ?? 0;
}

/** When a chat began; 0 where nothing was said. */
export function createdAt(chat: Chat): number {
  return chat.messages.at(-1)?.at ?? 0;
}

/** The id under which a contact appears in a product. */
export function idIn(contact: Contact, product: Product): string {
  return contact.ids[product === 'company' || product === 'flat' ? 'classic' : product];
}
