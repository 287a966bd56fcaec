import { json, type SandboxRequest } from '../../http.ts';
import { react } from '../deeds.ts';
import { malformed, missing } from '../errors.ts';
import { neededText } from '../fields.ts';
import { bodyOf, findChat, findMessage } from '../find.ts';
import { whole } from '../lists.ts';
import type { Routes } from '../routing.ts';
import { mustBeAlive, mustBeClassic } from '../rules.ts';
import type { Stage } from '../stage.ts';
import { userJson } from '../wire/user.ts';
import type { Account, Chat, Message } from '../world.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** A picture, a flag or a key: what an emoji consists of beside what joins and colours it. */
const PICTORIAL = /\p{Extended_Pictographic}|^\p{Regional_Indicator}{2}$|^[0-9#*]\uFE0F?\u20E3$/u;

/** Reactions to a message (unipile-v2.md §6.3). */
export function reactionRoutes(routes: Routes, stage: Stage): void {
  const path = '/{account_id}/chats/{chat_id}/messages/{message_id}/reactions';

  function toReact(
    account: Account,
    request: SandboxRequest,
  ): { chat: Chat; message: Message; value: string } {
    const chat = findChat(stage, account, request);
    const message = findMessage(chat, request);
    const value = neededText(bodyOf(request), 'reaction');
    if (!isEmoji(value)) throw malformed('reaction is an emoji.');
    mustBeClassic(chat, 'Reacting');
    mustBeAlive(message);
    return { chat, message, value };
  }

  routes
    .ofAccount(`GET ${path}`, (account, request) => {
      const chat = findChat(stage, account, request);
      const { reactions } = findMessage(chat, request);
      return () =>
        whole(
          reactions.map(({ value, by }) => ({
            object: 'Reaction',
            value,
            sender: userJson(stage.baseUrl, account, by, chat.product),
            is_sender: by === account.owner,
          })),
        );
    })
    .ofAccount(`POST ${path}`, (account, request) => {
      const { chat, message, value } = toReact(account, request);
      return () => {
        react(stage, chat, message, account.owner, value);
        return json({ object: 'MessageReactionAdded' });
      };
    })
    .ofAccount(`DELETE ${path}`, (account, request) => {
      const { chat, message, value } = toReact(account, request);
      const isThere = message.reactions.some((one) => one.by === account.owner && one.value === value);
      if (!isThere) throw missing('The reaction');
      return () => {
        react(stage, chat, message, account.owner, value, true);
        return json({ object: 'MessageReactionRemoved' });
      };
    });
}

function isEmoji(text: string): boolean {
  return [...graphemes.segment(text)].length === 1 && PICTORIAL.test(text);
}
