import type { TextRange } from '../text/textRange.ts';

/** A dotprompt template as a tree of ours: Handlebars' grammar, with ranges in the file and helpers already told from variables. */
export interface TemplateProgram {
  readonly nodes: readonly TemplateNode[];
  /** Names given by `as |item index|`. */
  readonly blockParameters: readonly string[];
}

export type TemplateNode =
  | { readonly type: 'text'; readonly text: string; readonly range: TextRange }
  | { readonly type: 'output'; readonly expression: TemplateExpression; readonly range: TextRange }
  | BlockNode
  | PartialNode
  | { readonly type: 'inline-partial'; readonly name: string; readonly program: TemplateProgram };

export interface BlockNode {
  readonly type: 'block';
  readonly expression: TemplateExpression;
  readonly program: TemplateProgram;
  readonly inverse: TemplateProgram;
  readonly range: TextRange;
}

export interface PartialNode {
  readonly type: 'partial';
  /** The name, or an expression that computes it, as in `{{> (lookup this "part")}}`. */
  readonly name: string | TemplateExpression;
  readonly nameRange: TextRange;
  readonly context: TemplateExpression | undefined;
  readonly hash: readonly HashEntry[];
  /** The spaces before a partial that stands alone on its line; every line of it is indented by them. */
  readonly indent: string;
  /** The body of `{{#> name}}…{{/name}}`: rendered when there is no such partial, else reached as `@partial-block`. */
  readonly fallback: TemplateProgram | undefined;
  readonly range: TextRange;
}

export interface HashEntry {
  readonly key: string;
  readonly value: TemplateExpression;
}

export interface PathExpression {
  readonly type: 'path';
  /** True for `@name`. */
  readonly isData: boolean;
  /** The number of `../` before it. */
  readonly depth: number;
  readonly parts: readonly string[];
  /** True for `this.x` and `./x`, which name neither a helper nor a block parameter. */
  readonly isScoped: boolean;
  readonly range: TextRange;
}

export interface CallExpression {
  readonly type: 'call';
  readonly helper: string;
  readonly parameters: readonly TemplateExpression[];
  readonly hash: readonly HashEntry[];
  readonly range: TextRange;
}

export type TemplateExpression =
  | PathExpression
  | CallExpression
  | {
      readonly type: 'literal';
      readonly value: string | number | boolean | null | undefined;
      readonly range: TextRange;
    };

export const emptyProgram: TemplateProgram = { nodes: [], blockParameters: [] };
