import { builder } from './builder.ts';

builder.queryType({
  description:
    'What can be read. Everything is limited to the accounts that the credential may see; an id of another account looks exactly like one that never was. A field that fails is null, with an error that has a `code`; the fields beside it are answered.',
});
