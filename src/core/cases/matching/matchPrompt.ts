import type { JsonObject, JsonValue } from '../../json.ts';
import type { Message } from '../../messages.ts';
import type { InputField, PromptDocument, Template } from '../../prompt/document.ts';
import { inputFields } from '../../prompt/inputs.ts';
import { parseTemplate } from '../../prompt/parseTemplate.ts';
import { renderPrompt } from '../../prompt/renderPrompt.ts';
import { roleOf, roleSections } from '../../prompt/roleLines.ts';
import type { TemplateProgram } from '../../prompt/templateTree.ts';
import {
  conversationText,
  type FoldedText,
  foldedText,
  foldSpaces,
  messageMark,
  messagesIn,
} from './conversationText.ts';
import { inputsFrom } from './inputsFrom.ts';
import { placeholderStates } from './placeholderStates.ts';
import { roleLineNodes } from './roleLineNodes.ts';
import { type Found, searchStates } from './searchStates.ts';
import type { StateGraph } from './states.ts';
import { templateStates } from './templateStates.ts';
import { programOf } from './treeParts.ts';

/** Inputs from which the prompt makes the messages again, with the messages that stand before or behind its own. */
export interface MatchedInputs {
  readonly inputs: JsonObject;
  readonly history: readonly Message[];
  readonly rest: readonly Message[];
  /** True when rendering gives the very same text; else it is the same after folding white space. */
  readonly isExact: boolean;
  /** Set where a list could have been split into items in other ways too. */
  readonly isSplitGuessed?: true;
}

/**
 * What is known of a message that a prompt may have made. `ambiguous`: several inputs make the same messages, and a person has to choose.
 * `none`: the messages are of another prompt, or of another version of it. `too-long`: nobody has tried.
 */
export type PromptMatch =
  | { readonly type: 'exact' | 'close'; readonly match: MatchedInputs }
  | { readonly type: 'ambiguous'; readonly choices: readonly MatchedInputs[] }
  | { readonly type: 'none' }
  | { readonly type: 'too-long' };

/** The largest table of a search, in bytes. */
const largestTable = 100_000_000;
/** The most choices that are shown. */
const mostChoices = 6;
/** The ways of fitting that are tried by rendering. */
const mostTried = 60;

/** Finds inputs from which prompts make given messages. One matcher serves all messages of a log. */
export class PromptMatcher {
  readonly #document: PromptDocument;
  readonly #partials: ReadonlyMap<string, string>;
  readonly #fields: readonly InputField[];
  /** First without, then with messages behind those of the prompt; each as it stands and with folded white space. */
  readonly #graphs: readonly { readonly whole: StateGraph; readonly folded: StateGraph }[];

  constructor(document: PromptDocument, partials: ReadonlyMap<string, string>) {
    this.#document = document;
    this.#partials = partials;
    this.#fields = inputFields(document, partials);
    const ways = [
      { history: true, rest: false },
      { history: false, rest: true },
    ];
    this.#graphs = ways.flatMap((may) => {
      const whole = statesOf(document.template, partials, may);
      return whole ? [{ whole, folded: foldStates(whole) }] : [];
    });
  }

  /** False for a template in a language whose blocks cannot be matched: nothing can be found then. */
  get canMatch(): boolean {
    return this.#graphs.length > 0;
  }

  match(messages: readonly Message[]): PromptMatch {
    const text = conversationText(messages);
    if (text === undefined) return { type: 'none' };
    const asWritten: FoldedText = { text, places: Array.from({ length: text.length + 1 }, (_item, index) => index) };
    for (const graph of this.#graphs) {
      if (graph.whole.states.length * text.length > largestTable) return { type: 'too-long' };
      const found = this.#proved(graph.whole, asWritten, text, messages);
      const all = found.length > 0 ? found : this.#proved(graph.folded, foldSpaces(text), text, messages);
      if (all.length > 0) return verdict(all);
    }
    return { type: 'none' };
  }

  /** The different inputs that give the same messages when they are rendered. */
  #proved(graph: StateGraph, read: FoldedText, text: string, messages: readonly Message[]): readonly MatchedInputs[] {
    const proved = new Map<string, MatchedInputs>();
    let tried = 0;
    for (const found of searchStates(graph, read.text)) {
      if (++tried > mostTried || proved.size >= mostChoices) break;
      const match = this.#prove(found, read, text, messages);
      if (match) proved.set(JSON.stringify([match.inputs, match.history.length, match.rest.length]), match);
    }
    return [...proved.values()];
  }

  #prove(found: Found, { places }: FoldedText, text: string, messages: readonly Message[]): MatchedInputs | undefined {
    const slice = (start: number, end: number) => {
      const to = end > start ? (places[end - 1] ?? 0) + 1 : (places[start] ?? 0);
      return text.slice(places[start] ?? 0, Math.max(places[start] ?? 0, to));
    };
    const inputs = inputsFrom(found, slice, this.#fields);
    const [history, rest] = (['history', 'rest'] as const).map((name) => {
      const piece = found.messages.find((one) => one.name === name);
      if (!piece) return [];
      const before = messagesIn(text.slice(0, places[piece.start] ?? 0));
      return messages.slice(before, before + messagesIn(text.slice(places[piece.start] ?? 0, places[piece.end] ?? 0)));
    });
    const rendered = renderPrompt(this.#document, { inputs, history: history ?? [], partials: this.#partials });
    if (rendered.problems.some(({ severity }) => severity === 'error')) return undefined;
    const again = conversationText([...rendered.messages, ...(rest ?? [])]);
    const isExact = again === text;
    if (again === undefined) return undefined;
    if (!isExact && foldedText(again) !== foldedText(text)) return undefined;
    return { inputs, history: history ?? [], rest: rest ?? [], isExact };
  }
}

function verdict(all: readonly MatchedInputs[]): PromptMatch {
  const exact = all.filter(({ isExact }) => isExact);
  const [match, ...more] = exact.length > 0 ? exact : all;
  if (!match) return { type: 'none' };
  const type = match.isExact ? 'exact' : 'close';
  if (more.length === 0) return { type, match };
  const outside = JSON.stringify(outsideOfLists(match));
  if (more.some((other) => JSON.stringify(outsideOfLists(other)) !== outside))
    return { type: 'ambiguous', choices: [match, ...more] };
  // An item may hold the separator of items, so that several splits of a list are always possible. Most items are what was most likely meant.
  const [finest = match] = [match, ...more].toSorted((left, right) => itemsIn(right.inputs) - itemsIn(left.inputs));
  return { type, match: { ...finest, isSplitGuessed: true } };
}

function outsideOfLists({ inputs, history, rest }: MatchedInputs): JsonValue {
  const known = Object.entries(inputs).map(([name, value]): JsonValue => [name, Array.isArray(value) ? [] : value]);
  return [known, history.length, rest.length];
}

function itemsIn(inputs: JsonObject): number {
  return Object.values(inputs).reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 0), 0);
}

type May = Parameters<typeof templateStates>[2];

function statesOf(template: Template, partials: ReadonlyMap<string, string>, may: May): StateGraph | undefined {
  if (template.kind === 'placeholders') return placeholderStates(template.messages, may);
  if (template.kind === 'dotprompt') {
    const { program } = parseTemplate(template.source);
    return program && templateStates(program, parsedPartials(partials), may);
  }
  const sections = roleSections(template);
  if (sections.some(({ source }) => /\{[%#]|\{\{\s*[#^/>{&!]|\{\{[^}]*[|.[]/.test(source))) {
    const nodes = roleLineNodes(template);
    const graph = nodes && templateStates(programOf(nodes), new Map(), may);
    return graph && { ...graph, states: graph.states.map(trimmed) };
  }
  const fallback = template.dialect === 'litellm' ? 'user' : 'system';
  return placeholderStates(
    sections.map(({ role, source }) => ({
      role: (role === undefined ? undefined : roleOf(role)) ?? fallback,
      source: source.replace(/^[\r\n]+|[\r\n]+$/g, ''),
    })),
    may,
  );
}

/** A message of such a template begins and ends with something else than a line end, whatever its blocks print. */
function trimmed(state: StateGraph['states'][number]): StateGraph['states'][number] {
  return state.type === 'literal' ? { ...state, isTrimmed: true } : state;
}

function parsedPartials(sources: ReadonlyMap<string, string>): ReadonlyMap<string, TemplateProgram> {
  return new Map(
    [...sources].flatMap(([name, source]) => {
      const { program } = parseTemplate(source);
      return program ? [[name, program] as const] : [];
    }),
  );
}

/** The same states for a text whose white space is folded. A literal of blanks alone may be gone at the edge of a message. */
function foldStates({ states, start }: StateGraph): StateGraph {
  const isEdge = (index: number) => {
    const state = states[index];
    return (
      state?.type === 'end' ||
      state?.type === 'messages' ||
      (state?.type === 'literal' && state.text.startsWith(messageMark))
    );
  };
  const folded = states.map((state) => {
    if (state.type !== 'literal') return state;
    const text = foldSpaces(`x${state.text}x`).text.slice(1, -1);
    const first = state.text.startsWith(messageMark) ? text.trimStart() : text;
    return { ...state, text: isEdge(state.next) ? first.trimEnd() : first };
  });
  return { states: folded, start };
}
