import { readdirSync, readFileSync } from 'node:fs';
import { type DocumentNode, parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { makeId } from '../../src/messaging/id.ts';
import * as generated from '../support/generated/graphql.ts';
import { aChat, aMessage, anAttendee, fakeAccount } from './fake-account.ts';
import { ask, listOf } from './world.ts';

const folder = new URL('../../schema/operations/', import.meta.url);
const files = readdirSync(folder).map(
  (name) => [name, parse(readFileSync(new URL(name, folder), 'utf8'))] as const,
);
const documents: readonly DocumentNode[] = Object.values(generated).filter(
  (value): value is typeof generated.InboxDocument => typeof value === 'object' && 'kind' in value,
);

describe('the examples that GraphiQL opens with', () => {
  it.each(files)('%s is typed as it is (else run: npm run codegen)', (_name, document) => {
    expect(documents.map(print)).toContain(print(document));
  });

  const port = {
    ...fakeAccount(),
    chats: () => listOf([aChat()], ({ chatId }) => chatId),
    messages: () => listOf([aMessage()], ({ messageId }) => messageId),
    attendeesOf: () => listOf([anAttendee()], ({ attendeeId }) => attendeeId),
  };

  it('show the inbox', async () => {
    const { data, errors } = await ask<generated.InboxQuery>(
      { ports: [port] },
      print(generated.InboxDocument),
    );
    expect(errors).toEqual([]);
    expect(data.chats.nodes[0]).toMatchObject({
      title: 'Grace Example',
      account: { network: 'LINKEDIN' },
      lastMessage: { text: 'Hello Ada', sender: { name: 'Grace Example' } },
      attendees: { nodes: [{ name: 'Grace Example' }] },
    });
  });

  it('show one chat', async () => {
    const chatId = makeId({ type: 'Chat', connectionId: 'sales', accountId: 'a1', chatId: 'c1' });
    const { data, errors } = await ask<generated.ChatQuery>(
      { ports: [port] },
      print(generated.ChatDocument),
      { chatId } satisfies generated.ChatQueryVariables,
    );
    expect(errors).toEqual([]);
    expect(data.node).toMatchObject({
      title: 'Grace Example',
      capabilities: { send: { support: 'FULL' } },
      messages: { nodes: [{ text: 'Hello Ada', direction: 'INBOUND' }] },
    });
  });
});
