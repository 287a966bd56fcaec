import type { Position } from '../messaging/page.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { HASH_BYTES, type Mark, type Trail } from './mark.ts';
import { type Circle, hasBegun, noCircle, type Place, type SourceState, type WalkState } from './place.ts';

/** How the state of a walk is written in bytes: about 60 for a source with an offset, more for a vendor's cursor. */

const WALK_BYTES = 6;
const ended = 1;
const placed = 2;
const topped = 4;
const floored = 8;
const stepped = 16;

export function writeWalk(writer: ByteWriter, walk: WalkState): void {
  writer
    .fixed(walk.walk, WALK_BYTES)
    .number(walk.round)
    .number(walk.stalled)
    .number(walk.last === null ? 0 : 1);
  if (walk.last !== null) {
    writer.fixed(walk.last.source, HASH_BYTES);
    writeTrail(writer, walk.last.trail);
  }
  const begun = [...walk.sources].filter(([, state]) => hasBegun(state));
  writer.number(begun.length);
  for (const [source, state] of begun) writeSource(writer, source, state);
}

export function readWalk(reader: ByteReader): WalkState {
  const walk = reader.fixed(WALK_BYTES);
  const round = reader.number();
  const stalled = reader.number();
  const last = reader.number() === 0 ? null : { source: reader.fixed(HASH_BYTES), trail: readTrail(reader) };
  const sources = new Map<number, SourceState>();
  for (let left = reader.number(); left > 0; left--) {
    const [source, state] = readSource(reader);
    sources.set(source, state);
  }
  return { walk, round, stalled, last, sources };
}

export function writeSource(writer: ByteWriter, source: number, state: SourceState): void {
  const flags =
    (state.ended ? ended : 0) +
    (state.place === null ? 0 : placed) +
    (state.top === null ? 0 : topped) +
    (state.floor === null ? 0 : floored) +
    (state.circle.steps === 0 ? 0 : stepped);
  writer.fixed(source, HASH_BYTES).number(flags);
  if (state.place !== null) writePlace(writer, state.place);
  if (state.top !== null) writeTrail(writer, state.top);
  if (state.floor !== null) writeTrail(writer, state.floor);
  if (state.circle.steps > 0) writer.number(state.circle.steps).fixed(state.circle.landmark, HASH_BYTES);
}

export function readSource(reader: ByteReader): [number, SourceState] {
  const source = reader.fixed(HASH_BYTES);
  const flags = reader.number();
  const place = flags & placed ? readPlace(reader) : null;
  const top = flags & topped ? readTrail(reader) : null;
  const floor = flags & floored ? readTrail(reader) : null;
  const circle: Circle =
    flags & stepped ? { steps: reader.number(), landmark: reader.fixed(HASH_BYTES) } : noCircle;
  return [source, { place, ended: (flags & ended) !== 0, top, floor, circle }];
}

function writePlace(writer: ByteWriter, place: Place): void {
  writePosition(writer, place.position);
  writer.number(place.index + 1);
  writeTrail(writer, place.trail);
}

function readPlace(reader: ByteReader): Place {
  const position = readPosition(reader);
  const index = reader.number() - 1;
  return { position, index, trail: readTrail(reader) };
}

function writeTrail(writer: ByteWriter, trail: Trail): void {
  writer.number(trail.length);
  let previous = 0;
  for (const mark of trail) {
    writeMark(writer, mark, previous);
    previous = mark.time ?? previous;
  }
}

function readTrail(reader: ByteReader): Trail {
  const trail: Mark[] = [];
  let previous = 0;
  for (let left = reader.number(); left > 0; left--) {
    const mark = readMark(reader, previous);
    trail.push(mark);
    previous = mark.time ?? previous;
  }
  return trail;
}

/** Times are written as the distance from the one before: neighbours in a list have near times. */
function writeMark(writer: ByteWriter, mark: Mark, previous: number): void {
  writer.fixed(mark.hash, HASH_BYTES).signed(mark.time === null ? null : mark.time - previous);
}

function readMark(reader: ByteReader, previous: number): Mark {
  const hash = reader.fixed(HASH_BYTES);
  const distance = reader.signed();
  return { hash, time: distance === null ? null : distance + previous };
}

function writePosition(writer: ByteWriter, position: Position | null): void {
  switch (position?.at) {
    case undefined:
      writer.number(0);
      break;
    case 'cursor':
      writer.number(1).text(position.cursor);
      break;
    case 'offset':
      writer.number(2).number(position.offset);
      break;
    case 'date':
      writer.number(3).text(position.before);
      break;
  }
}

function readPosition(reader: ByteReader): Position | null {
  switch (reader.number()) {
    case 1:
      return { at: 'cursor', cursor: reader.text() };
    case 2:
      return { at: 'offset', offset: reader.number() };
    case 3:
      return { at: 'date', before: reader.text() };
    default:
      return null;
  }
}
