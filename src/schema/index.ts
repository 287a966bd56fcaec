import './account/account.ts';
import './attendee/attendee.ts';
import './chat/chat.ts';
import './error/account-error.ts';
import './error/invalid-input-error.ts';
import './error/not-found-error.ts';
import './error/not-supported-error.ts';
import './error/provider-error.ts';
import './error/rate-limited-error.ts';
import './inbox/inbox.ts';
import './message/message.ts';
import './query.ts';
import './unavailable-account.ts';
import { builder } from './builder.ts';

export const schema = builder.toSchema();
