import Mustache from 'mustache';
import type { PathExpression, TemplateNode } from '../../prompt/templateTree.ts';
import { blockNode, callOf, outputNode, pathOf, programOf, rootPath, textNode, unknownValue } from './treeParts.ts';

/** A Mustache template as a tree in dotprompt's form: values, sections and inverted sections. Undefined for one that cannot be read. */
export function mustacheNodes(source: string): readonly TemplateNode[] | undefined {
  try {
    // A writer of its own, since the shared one would keep every template for ever.
    const tokens: readonly unknown[] = new Mustache.Writer().parse(source);
    return nodesIn(tokens, { outside: namesOutside(tokens), isInLoop: false });
  } catch {
    return undefined;
  }
}

/** Names that stand outside of every section: within one they mean the input, unless its items have such a name too. */
function namesOutside(tokens: readonly unknown[]): ReadonlySet<string> {
  return new Set(
    tokens.flatMap((token) => {
      const { type, value } = partsOf(token);
      return type === 'name' || type === '&' ? [value] : [];
    }),
  );
}

interface Place {
  readonly outside: ReadonlySet<string>;
  readonly isInLoop: boolean;
}

function nodesIn(tokens: readonly unknown[], place: Place): readonly TemplateNode[] {
  return tokens.flatMap((token): readonly TemplateNode[] => {
    const { type, value, inner } = partsOf(token);
    switch (type) {
      case 'text':
        return [textNode(value)];
      case 'name':
      case '&':
        return [valueNode(value, place)];
      case '#':
        return [sectionOf(value, inner, place)];
      case '^':
        return [blockNode(callOf('unless', [pathTo(value, place)]), programOf(nodesIn(inner, place)))];
      // Partials are not read by our renderer, and comments print nothing.
      default:
        return [];
    }
  });
}

/** A name that is an input may be one of an item as well: both are tried, the input first. */
function valueNode(name: string, place: Place): TemplateNode {
  const own = outputNode(pathTo(name, place));
  if (!place.isInLoop || !place.outside.has(name)) return own;
  return blockNode(callOf('if', [unknownValue]), programOf([own]), [outputNode(pathOf(name.split('.')))]);
}

/** A section that prints values of its own is a loop over what has them; any other is a branch. */
function sectionOf(name: string, inner: readonly unknown[], place: Place): TemplateNode {
  const isLoop = printsOwn(inner, place);
  const body = nodesIn(inner, { ...place, isInLoop: place.isInLoop || isLoop });
  return blockNode(callOf(isLoop ? 'each' : 'if', [pathTo(name, place)]), programOf(body));
}

function printsOwn(tokens: readonly unknown[], place: Place): boolean {
  return tokens.some((token) => {
    const { type, value, inner } = partsOf(token);
    return type === 'name' || type === '&' ? !place.outside.has(value) : printsOwn(inner, place);
  });
}

function pathTo(name: string, { outside }: Place): PathExpression {
  if (name === '.') return pathOf([]);
  return outside.has(name) ? rootPath(name.split('.')) : pathOf(name.split('.'));
}

interface TokenParts {
  readonly type: string;
  readonly value: string;
  readonly inner: readonly unknown[];
}

function partsOf(token: unknown): TokenParts {
  const [type, value, , , inner] = Array.isArray(token) ? token : [];
  return { type: String(type), value: String(value), inner: Array.isArray(inner) ? inner : [] };
}
