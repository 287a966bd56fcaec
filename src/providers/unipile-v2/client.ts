import type { z } from 'zod';
import type { Bytes } from '../../messaging/attachment.ts';
import type { Call } from '../../messaging/call.ts';
import { failureOf as failureIn } from '../../messaging/errors.ts';
import type { ProviderTools } from '../../messaging/provider.ts';
import { HttpClient, type HttpRequest, type Query } from '../http.ts';
import { readAs, readable, readOrNull, unreadable } from '../lenient.ts';
import { type Path, path } from '../path.ts';
import { PAUSE_MS } from './assumptions.ts';
import { failureOf } from './errors.ts';
import type { Settings } from './settings.ts';
import * as wire from './wire.ts';

/** A page of a list (unipile-v2.md §2). */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many the answer held, also those that cannot be read: none at all is the end of a list by offset. */
  readonly size: number;
  readonly cursor: string | null;
  /** Null where the answer does not say: only lists of accounts and webhooks do. */
  readonly hasMore: boolean | null;
  readonly total: number | null;
}

/**
 * Unipile answers from a cache of up to an hour (§1). What was asked here follows an event, and the gateway itself keeps
 * what holds, so chats and messages are always asked for anew; people, inboxes and files may come from that cache.
 */
const fresh = { 'cache-control': 'no-cache' };
const cached = {};

/**
 * Unipile v2 in its own words: one method per route of unipile-v2.md §6 and §8. `a` is the account's id, part of each
 * path. Every method throws FailureError only; an item that cannot be read is logged and left out.
 */
export class Client {
  private readonly http: HttpClient;
  private readonly connectionId: string;
  private readonly base: URL;
  private readonly log: ProviderTools['log'];

  constructor(settings: Settings, tools: ProviderTools) {
    const { id: connectionId, baseUrl, apiKey } = settings;
    const secrets = { 'x-api-key': apiKey };
    this.http = new HttpClient({ connectionId, baseUrl, secrets, failureOf, pauseMs: PAUSE_MS }, tools);
    this.connectionId = connectionId;
    this.base = new URL(baseUrl);
    this.log = tools.log;
  }

  async listAccounts(query: Query, call: Call) {
    return this.list(wire.account, { path: path`/accounts/`, query, account: null, headers: fresh }, call);
  }

  async listInboxes(a: string, call: Call) {
    return this.list(wire.inbox, { path: path`/${a}/inboxes`, account: a, headers: cached }, call);
  }

  async listInboxChats(a: string, inboxId: string, query: Query, call: Call) {
    const where = path`/${a}/inboxes/${inboxId}/chats`;
    return this.list(wire.chat, { path: where, query, account: a, headers: fresh }, call);
  }

  /** Of networks without inboxes; LinkedIn answers 501 (§0.2, quirk 2). */
  async listChats(a: string, query: Query, call: Call) {
    return this.list(wire.chat, { path: path`/${a}/chats`, query, account: a, headers: fresh }, call);
  }

  async getChat(a: string, chatId: string, call: Call) {
    return this.get(wire.chat, { path: path`/${a}/chats/${chatId}`, account: a, headers: fresh }, call);
  }

  async startChatFromInbox(a: string, inboxId: string, json: object, call: Call) {
    const where = path`/${a}/inboxes/${inboxId}/chats/send`;
    return this.write(wire.receipt, { method: 'POST', path: where, json, account: a }, call);
  }

  async startChat(a: string, json: object, call: Call) {
    return this.write(wire.receipt, { method: 'POST', path: path`/${a}/chats/send`, json, account: a }, call);
  }

  /** Takes any of read_status, name, pin_status, archive_status, muted_until; what is left out stays (§6.3). */
  async updateChat(a: string, chatId: string, json: object, call: Call) {
    await this.http.write({ method: 'PATCH', path: path`/${a}/chats/${chatId}`, json, account: a }, call);
  }

  async deleteChat(a: string, chatId: string, call: Call) {
    await this.http.write({ method: 'DELETE', path: path`/${a}/chats/${chatId}`, account: a }, call);
  }

  async setTyping(a: string, chatId: string, call: Call) {
    const where = path`/${a}/chats/${chatId}/composing`;
    await this.http.write({ method: 'POST', path: where, query: { action: 'typing' }, account: a }, call);
  }

  async listParticipants(a: string, chatId: string, query: Query, call: Call) {
    const where = path`/${a}/chats/${chatId}/participants`;
    return this.list(wire.participant, { path: where, query, account: a, headers: fresh }, call);
  }

  async addParticipant(a: string, chatId: string, userId: string, call: Call) {
    const where = path`/${a}/chats/${chatId}/participants`;
    await this.http.write({ method: 'POST', path: where, json: { user_id: userId }, account: a }, call);
  }

  async removeParticipant(a: string, chatId: string, userId: string, call: Call) {
    const where = path`/${a}/chats/${chatId}/participants/${userId}`;
    await this.http.write({ method: 'DELETE', path: where, account: a }, call);
  }

  async listMessages(a: string, chatId: string, query: Query, call: Call) {
    const where = path`/${a}/chats/${chatId}/messages`;
    return this.list(wire.message, { path: where, query, account: a, headers: fresh }, call);
  }

  /** Not in Recruiter and Sales Navigator (§6.1). */
  async getMessage(a: string, chatId: string, messageId: string, call: Call) {
    const where = path`/${a}/chats/${chatId}/messages/${messageId}`;
    return this.get(wire.message, { path: where, account: a, headers: fresh }, call);
  }

  async sendMessage(a: string, chatId: string, json: object, call: Call) {
    const where = path`/${a}/chats/${chatId}/messages/send`;
    return this.write(wire.receipt, { method: 'POST', path: where, json, account: a }, call);
  }

  async forwardMessage(a: string, chatId: string, messageId: string, json: object, call: Call) {
    const where = path`/${a}/chats/${chatId}/messages/${messageId}/forward`;
    return this.write(wire.receipt, { method: 'POST', path: where, json, account: a }, call);
  }

  async modifyMessage(a: string, chatId: string, messageId: string, text: string, call: Call) {
    const where = path`/${a}/chats/${chatId}/messages/${messageId}/modify`;
    await this.http.write({ method: 'POST', path: where, json: { text }, account: a }, call);
  }

  async deleteMessage(a: string, chatId: string, messageId: string, call: Call) {
    const where = path`/${a}/chats/${chatId}/messages/${messageId}`;
    await this.http.write({ method: 'DELETE', path: where, account: a }, call);
  }

  async addReaction(a: string, chatId: string, messageId: string, reaction: string, call: Call) {
    const where = path`/${a}/chats/${chatId}/messages/${messageId}/reactions`;
    await this.http.write({ method: 'POST', path: where, json: { reaction }, account: a }, call);
  }

  /** A DELETE with a body (§6.3). */
  async removeReaction(a: string, chatId: string, messageId: string, reaction: string, call: Call) {
    const where = path`/${a}/chats/${chatId}/messages/${messageId}/reactions`;
    await this.http.write({ method: 'DELETE', path: where, json: { reaction }, account: a }, call);
  }

  async getAttachment(
    a: string,
    chatId: string,
    messageId: string,
    attachmentId: string,
    call: Call,
  ): Promise<Bytes> {
    const where = path`/${a}/chats/${chatId}/messages/${messageId}/attachments/${attachmentId}`;
    return this.http.bytes({ method: 'GET', path: where, account: a }, call);
  }

  /** By the id of a user, or by the name in their profile's address. */
  async getUser(a: string, userId: string, call: Call) {
    return this.get(wire.user, { path: path`/${a}/users/${userId}`, account: a, headers: cached }, call);
  }

  async listUserChats(a: string, userId: string, call: Call) {
    const where = path`/${a}/users/${userId}/chat`;
    return this.list(wire.lookedUpChat, { path: where, account: a, headers: fresh }, call);
  }

  async getInMailCredits(a: string, call: Call) {
    const where = path`/${a}/linkedin/inmail-credits`;
    return this.get(wire.credits, { path: where, account: a, headers: fresh }, call);
  }

  /** A picture by an address that an answer named; null where that is not on the connection's own origin, to which alone the key goes. */
  async getPicture(a: string, url: string, call: Call): Promise<Bytes | null> {
    const where = this.below(url);
    return where === null ? null : this.http.bytes({ method: 'GET', ...where, account: a }, call);
  }

  /** Whether `getPicture` would ask for it. */
  serves(url: string): boolean {
    return this.below(url) !== null;
  }

  async listEndpoints(query: Query, call: Call) {
    const where = path`/webhooks/endpoints/`;
    return this.list(wire.endpoint, { path: where, query, account: null, headers: fresh }, call);
  }

  async createEndpoint(json: object, call: Call) {
    await this.http.write({ method: 'POST', path: path`/webhooks/endpoints/`, json, account: null }, call);
  }

  async updateEndpoint(endpointId: string, json: object, call: Call) {
    const where = path`/webhooks/endpoints/${endpointId}`;
    await this.http.write({ method: 'PATCH', path: where, json, account: null }, call);
  }

  private below(url: string): { path: Path; query: Query } | null {
    if (!URL.canParse(url)) return null;
    const { origin, pathname, searchParams } = new URL(url);
    const prefix = this.base.pathname.replace(/\/+$/, '');
    if (origin !== this.base.origin || !pathname.startsWith(`${prefix}/`)) return null;
    const text = pathname.slice(prefix.length);
    return { path: { text, pattern: '/picture' }, query: Object.fromEntries(searchParams) };
  }

  private async get<Schema extends z.ZodType>(
    schema: Schema,
    request: Omit<HttpRequest, 'method'>,
    call: Call,
  ): Promise<z.output<Schema>> {
    return readAs(schema, await this.http.read({ method: 'GET', ...request }, call));
  }

  private async list<Schema extends z.ZodType>(
    schema: Schema,
    request: Omit<HttpRequest, 'method'>,
    call: Call,
  ): Promise<Page<z.output<Schema>>> {
    const answer = await this.http.read({ method: 'GET', ...request }, call);
    const { data, next_cursor, has_more, total_count } = (answer ?? {}) as Record<string, unknown>;
    if (!Array.isArray(data)) throw unreadable();
    return {
      items: readable(schema, data, () => this.leftOut(request.path)),
      size: data.length,
      cursor: typeof next_cursor === 'string' && next_cursor !== '' ? next_cursor : null,
      hasMore: typeof has_more === 'boolean' ? has_more : null,
      total: typeof total_count === 'number' && total_count >= 0 ? total_count : null,
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

/** Null where the provider says that it is not there, or that nothing can be of that id. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    const code = failureIn(error)?.code;
    if (code === 'NOT_FOUND' || code === 'INVALID_INPUT') return null;
    throw error;
  }
}
