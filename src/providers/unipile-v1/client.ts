import type { FormData } from 'undici';
import type { z } from 'zod';
import type { Bytes } from '../../messaging/attachment.ts';
import type { Call } from '../../messaging/call.ts';
import type { ProviderTools } from '../../messaging/provider.ts';
import { HttpClient, type HttpRequest, type Query } from '../http.ts';
import { readAs, readable, readOrNull, unreadable } from '../lenient.ts';
import { type Path, path } from '../path.ts';
import { failureOf } from './errors.ts';
import type { Settings } from './settings.ts';
import * as wire from './wire.ts';

/** A page of a list (unipile-v1.md §2.4). */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor: string | null;
}

/** Limit of every list (§2.5). */
export const MAX_PAGE_SIZE = 250;

/**
 * Unipile v1 in its own words: one method per route of unipile-v1.md §3 and §6. `account` is whose traffic a call is;
 * null where it is the whole key's. Every method throws FailureError only; an item that cannot be read is logged and left out.
 */
export class Client {
  private readonly http: HttpClient;
  private readonly connectionId: string;
  private readonly log: ProviderTools['log'];

  constructor(settings: Settings, tools: ProviderTools) {
    const { id: connectionId, baseUrl, apiKey } = settings;
    this.http = new HttpClient({ connectionId, baseUrl, secrets: { 'x-api-key': apiKey }, failureOf }, tools);
    this.connectionId = connectionId;
    this.log = tools.log;
  }

  async listChats(query: Query, account: string | null, call: Call) {
    return this.list(wire.chat, path`/chats`, query, account, call);
  }

  async getChat(chatId: string, account: string, call: Call) {
    return this.get(wire.chat, path`/chats/${chatId}`, {}, account, call);
  }

  async startChat(form: FormData, account: string, call: Call) {
    return this.write(wire.receipt, { method: 'POST', path: path`/chats`, form, account }, call);
  }

  /** Actions: setReadStatus, setMuteStatus, setArchiveStatus, setPinnedStatus, addParticipant (§5.4). */
  async patchChat(chatId: string, action: string, value: boolean | string, account: string, call: Call) {
    await this.http.write(
      { method: 'PATCH', path: path`/chats/${chatId}`, json: { action, value }, account },
      call,
    );
  }

  async deleteChat(chatId: string, account: string, call: Call) {
    await this.http.write({ method: 'DELETE', path: path`/chats/${chatId}`, account }, call);
  }

  /** A GET that starts something, so it is never tried twice (§5.8). */
  async syncChat(chatId: string, account: string, call: Call) {
    return this.write(wire.historySync, { method: 'GET', path: path`/chats/${chatId}/sync`, account }, call);
  }

  async listChatMessages(chatId: string, query: Query, account: string, call: Call) {
    return this.list(wire.message, path`/chats/${chatId}/messages`, query, account, call);
  }

  async sendMessage(chatId: string, form: FormData, account: string, call: Call) {
    return this.write(
      wire.receipt,
      { method: 'POST', path: path`/chats/${chatId}/messages`, form, account },
      call,
    );
  }

  async listChatAttendees(chatId: string, account: string, call: Call) {
    return this.list(wire.attendee, path`/chats/${chatId}/attendees`, {}, account, call);
  }

  async listMessages(query: Query, account: string | null, call: Call) {
    return this.list(wire.message, path`/messages`, query, account, call);
  }

  async getMessage(messageId: string, account: string, call: Call) {
    return this.get(wire.message, path`/messages/${messageId}`, {}, account, call);
  }

  async editMessage(messageId: string, text: string, account: string, call: Call) {
    await this.http.write(
      { method: 'PATCH', path: path`/messages/${messageId}`, json: { text }, account },
      call,
    );
  }

  async deleteMessage(messageId: string, account: string, call: Call) {
    await this.http.write({ method: 'DELETE', path: path`/messages/${messageId}`, account }, call);
  }

  async forwardMessage(messageId: string, chatId: string, account: string, call: Call) {
    const json = { chat_id: chatId };
    return this.write(
      wire.receipt,
      { method: 'POST', path: path`/messages/${messageId}/forward`, json, account },
      call,
    );
  }

  async addReaction(messageId: string, reaction: string, account: string, call: Call) {
    const json = { reaction };
    await this.http.write(
      { method: 'POST', path: path`/messages/${messageId}/reaction`, json, account },
      call,
    );
  }

  async getAttachment(messageId: string, attachmentId: string, account: string, call: Call): Promise<Bytes> {
    return this.http.bytes(
      { method: 'GET', path: path`/messages/${messageId}/attachments/${attachmentId}`, account },
      call,
    );
  }

  async listAttendees(query: Query, account: string | null, call: Call) {
    return this.list(wire.attendee, path`/chat_attendees`, query, account, call);
  }

  /** By Unipile's id, or (unverified, §5.14) by the provider's. */
  async getAttendee(attendeeId: string, account: string, call: Call) {
    return this.get(
      wire.attendee,
      path`/chat_attendees/${attendeeId}`,
      { account_id: account },
      account,
      call,
    );
  }

  /** Of an attendee by Unipile's id, or of a group by its chat's (§5.15). */
  async getPicture(id: string, account: string, call: Call): Promise<Bytes> {
    return this.http.bytes({ method: 'GET', path: path`/chat_attendees/${id}/picture`, account }, call);
  }

  async listAttendeeChats(attendeeId: string, query: Query, account: string, call: Call) {
    return this.list(wire.chat, path`/chat_attendees/${attendeeId}/chats`, query, account, call);
  }

  async listAttendeeMessages(attendeeId: string, query: Query, account: string, call: Call) {
    return this.list(wire.message, path`/chat_attendees/${attendeeId}/messages`, query, account, call);
  }

  async listAccounts(query: Query, call: Call) {
    return this.list(wire.account, path`/accounts`, query, null, call);
  }

  async getAccount(accountId: string, call: Call) {
    return this.get(wire.account, path`/accounts/${accountId}`, {}, accountId, call);
  }

  async getOwnProfile(account: string, call: Call) {
    return this.get(wire.profile, path`/users/me`, { account_id: account }, account, call);
  }

  /** By a public or a provider id; `linkedin_api` asks for the id that a person has in that product (§6.3, §8.1). */
  async getUser(identifier: string, query: Query, account: string, call: Call) {
    return this.get(
      wire.profile,
      path`/users/${identifier}`,
      { account_id: account, ...query },
      account,
      call,
    );
  }

  async getCompany(identifier: string, account: string, call: Call) {
    return this.get(
      wire.company,
      path`/linkedin/company/${identifier}`,
      { account_id: account },
      account,
      call,
    );
  }

  async listWebhooks(query: Query, call: Call) {
    return this.list(wire.webhook, path`/webhooks`, query, null, call);
  }

  /** `account_ids` is left out: all accounts, those of the future included (§6.4). */
  async createWebhook(
    webhook: {
      readonly source: 'messaging' | 'account_status';
      readonly name: string;
      readonly request_url: string;
      readonly events: readonly string[];
      readonly headers: readonly { readonly key: string; readonly value: string }[];
    },
    call: Call,
  ) {
    const json = { ...webhook, format: 'json', enabled: true };
    return this.write(
      wire.webhookCreated,
      { method: 'POST', path: path`/webhooks`, json, account: null },
      call,
    );
  }

  async deleteWebhook(webhookId: string, call: Call) {
    await this.http.write({ method: 'DELETE', path: path`/webhooks/${webhookId}`, account: null }, call);
  }

  private async get<Schema extends z.ZodType>(
    schema: Schema,
    where: Path,
    query: Query,
    account: string,
    call: Call,
  ): Promise<z.output<Schema>> {
    return readAs(schema, await this.http.read({ method: 'GET', path: where, query, account }, call));
  }

  private async list<Schema extends z.ZodType>(
    schema: Schema,
    where: Path,
    query: Query,
    account: string | null,
    call: Call,
  ): Promise<Page<z.output<Schema>>> {
    const answer = await this.http.read({ method: 'GET', path: where, query, account }, call);
    const { items, cursor } = (answer ?? {}) as { items?: unknown; cursor?: unknown };
    if (!Array.isArray(items)) throw unreadable();
    return {
      items: readable(schema, items, () => this.leftOut(where)),
      cursor: typeof cursor === 'string' && cursor !== '' ? cursor : null,
    };
  }

  private async write<Schema extends z.ZodType>(
    schema: Schema,
    request: HttpRequest,
    call: Call,
  ): Promise<z.output<Schema> | null> {
    return readOrNull(schema, await this.http.write(request, call));
  }

  private leftOut({ pattern }: Path): void {
    this.log.warn(
      { connectionId: this.connectionId, route: pattern },
      'An item that cannot be read is left out.',
    );
  }
}
