import type { PageSource } from '../messaging/page.ts';
import type { Answers, Question } from './answers.ts';
import { replacing } from './replacing.ts';

/** A list whose pages are kept, each under its position and size. `question` says which list it is. */
export function thriftySource<T>(source: PageSource<T>, question: Question, answers: Answers): PageSource<T> {
  return replacing(source, {
    fetch: (fetch) => (position, limit, call) =>
      answers.read({ ...question, what: [...question.what, source.name, position, limit] }, call, (shared) =>
        fetch(position, limit, shared),
      ),
  });
}
