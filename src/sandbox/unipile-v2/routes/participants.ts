import { json, type SandboxRequest } from '../../http.ts';
import { changed } from '../deeds.ts';
import { malformed, refused, unknownAtProvider } from '../errors.ts';
import { neededText } from '../fields.ts';
import { bodyOf, findChat, findRecipient } from '../find.ts';
import { page } from '../lists.ts';
import type { Routes } from '../routing.ts';
import { mustBeGroupable } from '../rules.ts';
import type { Stage } from '../stage.ts';
import { participantsJson } from '../wire/chat.ts';
import type { Account, Chat } from '../world.ts';

/** Who is in a group (unipile-v2.md §6.3). */
export function participantRoutes(routes: Routes, stage: Stage): void {
  const base = '/{account_id}/chats/{chat_id}/participants';

  function groupOf(account: Account, request: SandboxRequest): Chat {
    const chat = findChat(stage, account, request);
    if (chat.type === '1to1') throw malformed('This is a one-to-one chat.');
    return chat;
  }

  routes
    .ofAccount(`GET ${base}`, (account, request) => {
      const chat = groupOf(account, request);
      return page(stage, request, chat.product, participantsJson(stage, account, chat), (one) => one);
    })
    .ofAccount(`POST ${base}`, (account, request) => {
      const chat = groupOf(account, request);
      const contact = findRecipient(stage, account, chat.product, neededText(bodyOf(request), 'user_id'));
      const isThere = contact === account.owner || chat.participants.includes(contact);
      if (!isThere) mustBeGroupable(account, contact);
      return () => {
        if (!isThere) {
          chat.participants.push(contact);
          changed(stage, chat);
        }
        return json({ object: 'ParticipantAdded' });
      };
    })
    .ofAccount(`DELETE ${base}/{user_id}`, (account, request) => {
      const chat = groupOf(account, request);
      const contact = findRecipient(stage, account, chat.product, request.params.user_id ?? '');
      if (contact === account.owner) throw refused('The account itself cannot be removed.');
      if (!chat.participants.includes(contact)) throw unknownAtProvider('This person is not in the group.');
      return () => {
        chat.participants = chat.participants.filter((other) => other !== contact);
        changed(stage, chat);
        return json({ object: 'ParticipantRemoved' });
      };
    });
}
