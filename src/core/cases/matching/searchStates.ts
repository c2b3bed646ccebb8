import { messageMark, roleEnd } from './conversationText.ts';
import type { Condition, State, StateGraph, Target } from './states.ts';

/** A place in the inputs: names and, inside of lists, numbers. */
export type InputPath = readonly (string | number)[];

/** One way in which a text fits: which piece of the text each value is, and what branches say of values. */
export interface Found {
  readonly values: readonly {
    readonly path: InputPath;
    readonly start: number;
    readonly end: number;
    readonly state: HoleState;
  }[];
  readonly decisions: readonly { readonly path: InputPath; readonly condition: Condition; readonly holds: boolean }[];
  /** Lists that a loop went through, with the number of their items. */
  readonly lists: readonly { readonly path: InputPath; readonly length: number }[];
  readonly messages: readonly { readonly name: 'history' | 'rest'; readonly start: number; readonly end: number }[];
}

type HoleState = Extract<State, { type: 'hole' }>;
type LiteralState = Extract<State, { type: 'literal' }>;

/** The most steps of a search: a text for which they do not suffice fits in more ways than anybody wants to see. */
const mostSteps = 300_000;

/**
 * Yields the ways in which a text fits the states. First comes a table of the places from which each state can reach the end, which takes time
 * that grows with the text and no faster; the search then never enters a way that leads nowhere, unless repeated values disagree.
 */
export function* searchStates(graph: StateGraph, text: string): Generator<Found> {
  const reach = reachable(graph, text);
  yield* new Search(graph, text, reach).walk(graph.start, 0);
}

type Reach = readonly Uint8Array[];

function reachable(graph: StateGraph, text: string): Reach {
  const reach = graph.states.map(() => new Uint8Array(text.length + 2));
  if (graph.states.some(({ type }) => type === 'loop')) fillByPlace(graph, text, reach);
  // Without a loop every state depends on earlier ones of the list alone, and whole rows are filled one after another.
  else for (const [index, state] of graph.states.entries()) fillRow(state, text, reach, reach[index]);
  return reach;
}

function fillByPlace({ states }: StateGraph, text: string, reach: Reach) {
  const at = (state: number, place: number) => reach[state]?.[place] === 1;
  for (let place = text.length; place >= 0; place--) {
    // A state may depend on a later one at the same place where a loop turns, so that they are gone through until nothing changes.
    for (let hasChanged = true; hasChanged; ) {
      hasChanged = false;
      for (const [index, state] of states.entries()) {
        const row = reach[index];
        if (!row || row[place] === 1 || !reaches(state, place, text, at, row)) continue;
        row[place] = 1;
        hasChanged = true;
      }
    }
  }
}

const noRow = new Uint8Array(0);

function fillRow(state: State, text: string, reach: Reach, row = noRow) {
  if (state.type === 'literal' && !state.isTrimmed) {
    const next = reach[state.next] ?? noRow;
    for (let place = text.indexOf(state.text); place >= 0; place = text.indexOf(state.text, place + 1))
      row[place] = next[place + state.text.length] ?? 0;
    return;
  }
  if (state.type === 'hole') {
    const next = reach[state.next] ?? noRow;
    const mark = messageMark.charCodeAt(0);
    for (let place = text.length; place >= 0; place--)
      row[place] = next[place] === 1 || (row[place + 1] === 1 && text.charCodeAt(place) !== mark) ? 1 : 0;
    return;
  }
  const at = (other: number, place: number) => reach[other]?.[place] === 1;
  for (let place = text.length; place >= 0; place--) row[place] = reaches(state, place, text, at, row) ? 1 : 0;
}

function reaches(
  state: State,
  place: number,
  text: string,
  at: (state: number, place: number) => boolean,
  row: Uint8Array,
): boolean {
  switch (state.type) {
    case 'end':
      return place === text.length;
    case 'literal': {
      const length = lengthIn(text, place, state);
      return length !== undefined && at(state.next, place + length);
    }
    case 'hole':
      return at(state.next, place) || (place < text.length && text[place] !== messageMark && row[place + 1] === 1);
    case 'messages':
      // Whole messages begin where a message does: within one, every place of a long value would seem to be its end.
      return isEdge(text, place) && (at(state.next, place) || row[edgeAfter(text, place)] === 1);
    case 'choice':
      return at(state.yes, place) || at(state.no, place);
    case 'loop':
      return at(state.body, place) || at(state.next, place) || at(state.none, place);
    case 'turn':
      return at(state.loop, place);
  }
}

/** The characters that a literal takes of the text; undefined where it does not stand there. */
function lengthIn(text: string, place: number, { text: own, isTrimmed }: LiteralState): number | undefined {
  if (text.startsWith(own, place)) return own.length;
  if (!isTrimmed) return undefined;
  const start = text[place - 1] === roleEnd ? own.trimStart() : own;
  const end = start.trimEnd();
  if (text.startsWith(end, place) && isEdge(text, place + end.length)) return end.length;
  return text.startsWith(start, place) ? start.length : undefined;
}

function isEdge(text: string, place: number): boolean {
  return place === text.length || text[place] === messageMark;
}

/** The start of the next message, else the end; beyond the text where there is none. */
function edgeAfter(text: string, place: number): number {
  const mark = text.indexOf(messageMark, place + 1);
  return mark >= 0 ? mark : place < text.length ? text.length : text.length + 1;
}

interface OpenLoop {
  readonly path: InputPath;
  index: number;
  startedAt: number;
}

class Search {
  readonly #states: readonly State[];
  readonly #text: string;
  readonly #reach: Reach;
  readonly #values: Found['values'][number][] = [];
  readonly #decisions: Found['decisions'][number][] = [];
  readonly #lists: Found['lists'][number][] = [];
  readonly #messages: Found['messages'][number][] = [];
  readonly #loops = new Map<number, OpenLoop>();
  #steps = 0;

  constructor(graph: StateGraph, text: string, reach: Reach) {
    this.#states = graph.states;
    this.#text = text;
    this.#reach = reach;
  }

  *walk(index: number, place: number): Generator<Found> {
    const state = this.#states[index];
    if (!state || ++this.#steps > mostSteps || this.#reach[index]?.[place] !== 1) return;
    switch (state.type) {
      case 'end':
        yield this.#found();
        return;
      case 'literal':
        yield* this.walk(state.next, place + (lengthIn(this.#text, place, state) ?? 0));
        return;
      case 'hole':
        yield* this.#hole(state, place);
        return;
      case 'messages':
        yield* this.#whole(state, place);
        return;
      case 'choice':
        yield* this.#choice(state, place);
        return;
      case 'loop':
        yield* this.#loop(index, state, place);
        return;
      case 'turn':
        yield* this.#turn(state.loop, place);
    }
  }

  #found(): Found {
    return {
      values: [...this.#values],
      decisions: [...this.#decisions],
      lists: [...this.#lists],
      messages: [...this.#messages],
    };
  }

  *#hole(state: HoleState, place: number): Generator<Found> {
    const path = state.target && this.#pathOf(state.target);
    const known =
      path && this.#values.find((value) => samePath(value.path, path) && value.state.isJson === state.isJson);
    if (known) {
      const value = this.#text.slice(known.start, known.end);
      if (this.#text.startsWith(value, place)) yield* this.walk(state.next, place + value.length);
      return;
    }
    const isJoined = this.#states[state.next]?.type === 'hole';
    for (const end of isJoined ? this.#ends(state, place).slice(-1) : this.#ends(state, place)) {
      if (path) this.#values.push({ path, start: place, end, state });
      yield* this.walk(state.next, end);
      if (path) this.#values.pop();
      if (this.#steps > mostSteps) return;
    }
  }

  /** The places where a value that starts here may end, the nearest first. */
  #ends({ next }: HoleState, place: number): readonly number[] {
    const ends: number[] = [];
    const row = this.#reach[next];
    for (let end = place; end <= this.#text.length; end++) {
      if (row?.[end] === 1) ends.push(end);
      if (this.#text[end] === messageMark) break;
    }
    return ends;
  }

  *#whole(state: Extract<State, { type: 'messages' }>, place: number): Generator<Found> {
    for (let end = place; end <= this.#text.length; end++) {
      if (!isEdge(this.#text, end) || this.#reach[state.next]?.[end] !== 1) continue;
      this.#messages.push({ name: state.name, start: place, end });
      yield* this.walk(state.next, end);
      this.#messages.pop();
    }
  }

  *#choice({ condition, yes, no }: Extract<State, { type: 'choice' }>, place: number): Generator<Found> {
    const path = condition && this.#pathOf(condition.target);
    const known =
      path && this.#decisions.find((made) => samePath(made.path, path) && made.condition.equals === condition.equals);
    for (const holds of [true, false]) {
      if (known && known.holds !== holds) continue;
      if (path && !known) this.#decisions.push({ path, condition, holds });
      yield* this.walk(holds ? yes : no, place);
      if (path && !known) this.#decisions.pop();
    }
  }

  *#loop(index: number, state: Extract<State, { type: 'loop' }>, place: number): Generator<Found> {
    const path = this.#pathOf(state.target);
    const outer = this.#loops.get(index);
    this.#loops.set(index, { path, index: 0, startedAt: place });
    yield* this.walk(state.body, place);
    if (outer) this.#loops.set(index, outer);
    else this.#loops.delete(index);
    this.#lists.push({ path, length: 0 });
    yield* this.walk(state.none, place);
    this.#lists.pop();
  }

  *#turn(index: number, place: number): Generator<Found> {
    const open = this.#loops.get(index);
    const state = this.#states[index];
    // An item that prints nothing could come any number of times.
    if (!open || state?.type !== 'loop' || open.startedAt === place) return;
    this.#lists.push({ path: open.path, length: open.index + 1 });
    yield* this.walk(state.next, place);
    this.#lists.pop();
    this.#loops.set(index, { path: open.path, index: open.index + 1, startedAt: place });
    yield* this.walk(state.body, place);
    this.#loops.set(index, open);
  }

  #pathOf({ loop, parts }: Target): InputPath {
    const open = loop === undefined ? undefined : this.#loops.get(loop);
    return open ? [...open.path, open.index, ...parts] : parts;
  }
}

function samePath(left: InputPath, right: InputPath): boolean {
  return left.length === right.length && left.every((part, index) => part === right[index]);
}
