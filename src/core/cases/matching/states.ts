import type { JsonValue } from '../../json.ts';

/** A place where a value belongs: in the prompt's inputs, or in the item of a loop. */
export interface Target {
  /** The loop whose item holds it; undefined for the inputs. */
  readonly loop: number | undefined;
  readonly parts: readonly string[];
}

/** What a branch says of a value: that it counts as something, or that it is this very literal. */
export interface Condition {
  readonly target: Target;
  readonly equals?: JsonValue;
}

/**
 * A template as a graph that reads a text from left to right; numbers are places in its list. A text fits when a way through the graph ends
 * where the text ends.
 */
export type State =
  | { readonly type: 'end' }
  | {
      readonly type: 'literal';
      readonly text: string;
      /** True where rendering takes white space off the edges of a message, so that it may lack there. */
      readonly isTrimmed?: true;
      readonly next: number;
    }
  /** A printed value; without a target it is one that nobody gave, such as the number of an item. */
  | {
      readonly type: 'hole';
      readonly target: Target | undefined;
      readonly isJson: boolean;
      /** The spaces before each further line of a value inside of an indented partial. */
      readonly indent: string;
      readonly next: number;
    }
  /** Whole messages: the history of a conversation. */
  | { readonly type: 'messages'; readonly name: 'history' | 'rest'; readonly next: number }
  | { readonly type: 'choice'; readonly condition: Condition | undefined; readonly yes: number; readonly no: number }
  | { readonly type: 'loop'; readonly target: Target; body: number; readonly next: number; readonly none: number }
  /** The end of one item, from where the loop goes on. */
  | { readonly type: 'turn'; readonly loop: number };

/** The states of a template, and the one in which reading starts. */
export interface StateGraph {
  readonly states: readonly State[];
  readonly start: number;
}
