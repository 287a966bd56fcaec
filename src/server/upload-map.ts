import { z } from 'zod';
import type { Upload } from '../schema/context.ts';
import { requestError } from './errors.ts';

export const maxFiles = 20;

/** What the `operations` part holds. Other members of it are for clients themselves. */
const operationsSchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});
export type UploadOperation = z.infer<typeof operationsSchema>;

const mapSchema = z.record(
  z.string().min(1),
  z
    .array(z.string().regex(/^variables\.[^.]+(\.[^.]+)*$/))
    .min(1)
    .max(maxFiles),
);
/** Which part of the request takes the place of which variables. */
export type UploadMap = z.infer<typeof mapSchema>;

/** Throws BAD_USER_INPUT. */
export function readOperations(text: string): UploadOperation {
  const operations = operationsSchema.safeParse(readJson(text, 'operations'));
  if (!operations.success) {
    throw malformed('The part `operations` holds one operation: an object with `query` and `variables`.');
  }
  return operations.data;
}

/** Throws BAD_USER_INPUT. */
export function readMap(text: string): UploadMap {
  const map = mapSchema.safeParse(readJson(text, 'map'));
  if (!map.success) {
    throw malformed('The part `map` says for each file where it goes, as {"0": ["variables.file"]}.');
  }
  if (Object.keys(map.data).length > maxFiles)
    throw malformed(`At most ${maxFiles} files go in one request.`);
  return map.data;
}

/** Puts the file where the map says. Throws BAD_USER_INPUT where there is no such place or it is not null. */
export function place(operation: UploadOperation, paths: readonly string[], file: Upload): void {
  for (const path of paths) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    let parent: unknown = operation;
    for (const step of steps) parent = memberOf(parent, step);
    if (memberOf(parent, last) !== null) {
      throw malformed(`The map names ${path}, which is not null in \`operations\`.`);
    }
    Object.assign(parent as object, { [last]: file });
  }
}

function memberOf(parent: unknown, name: string): unknown {
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, name)
    ? parent[name as keyof typeof parent]
    : undefined;
}

function readJson(text: string, part: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(`The part \`${part}\` is not JSON.`);
  }
}

export function malformed(message: string) {
  return requestError('BAD_USER_INPUT', message);
}
