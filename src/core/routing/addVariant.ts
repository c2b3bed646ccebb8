import { Document, isMap, parseDocument } from 'yaml';
import { PolypromptError } from '../errors.ts';
import { asWritten, plainLines } from '../text/plainLines.ts';

/** One line of `variants:`. */
export interface NewVariant {
  /** The models that get it, such as `anthropic/*`. */
  readonly pattern: string;
  /** The part of its file's name. */
  readonly variant: string;
}

/**
 * The text of `polyprompt.yaml` with a line in `variants:` before those that are there, since the first that fits decides; everything else,
 * with comments and line ends, stays. Throws `invalid-arguments` when the pattern has another variant, and `invalid-prompt` when the text
 * cannot be read.
 */
export function addVariant(text: string, { pattern, variant }: NewVariant): string {
  const document = text.trim() === '' ? new Document({}) : parseDocument(plainLines(text), { logLevel: 'silent' });
  const [error] = document.errors;
  const variants = document.get('variants');
  if (error || !isMap(document.contents) || (variants !== undefined && !isMap(variants)))
    throw new PolypromptError('invalid-prompt', 'polyprompt.yaml cannot be read as it is.', {
      hint: 'Mend it first: its Problems say where.',
    });
  const known = document.getIn(['variants', pattern]);
  if (known === variant) return text;
  if (known !== undefined)
    throw new PolypromptError('invalid-arguments', `${pattern} has the variant "${String(known)}" already.`, {
      hint: `Name it: --variant ${String(known)}.`,
    });
  const pair = document.createPair(pattern, variant);
  if (isMap(variants)) variants.items.unshift(pair);
  else document.set('variants', document.createNode({ [pattern]: variant }, { flow: false }));
  return asWritten(document.toString({ lineWidth: 0, flowCollectionPadding: false }), text);
}

/** The name of a variant for a model: the last part of its name, as it may stand in a file's name. */
export function variantNameFor(model: string): string {
  const name = model
    .slice(model.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return name.replace(/^-+|-+$/g, '') || 'ported';
}
