import type { Suite } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { editablePrompt } from '../../core/improve/editablePrompt.ts';
import { type ImprovableSuite, improvableSuite, targetOf } from './improveTask.ts';

/** From where to where a prompt goes. */
interface Port {
  /** The id or model of the old target, where the suite has several. */
  readonly from: string | undefined;
  /** `provider/model` or a route. */
  readonly to: string;
  /** Reads a file's text as it is on disk. */
  readonly read: (file: string) => string;
}

/**
 * A suite as far as its prompt can be ported: the file that the new model gets now, on the new model, held against what the old model gets.
 * Throws `invalid-arguments` with the reason where it cannot be.
 */
export function portableSuite(suite: Suite, { from, to, read }: Port): ImprovableSuite {
  const isNew = ({ id, model }: Suite['targets'][number]) => id === to || model === to;
  const old = targetOf({ ...suite, targets: suite.targets.filter((target) => !isNew(target)) }, from, '--from');
  const before = improvableSuite({ ...suite, targets: [old] }, { target: old.id, read });
  const { parameters, ...rest } = old;
  const target = suite.targets.find(isNew) ?? { ...rest, parameters, id: to, model: to };
  const [only] = suite.prompts;
  const prompt = only?.variantFor?.(target.model) ?? only;
  if (prompt?.file === undefined)
    throw new PolypromptError('invalid-arguments', 'Only a prompt file can have a variant for another model.', {
      hint: 'Move the prompt to a file of its own, such as name.prompt.',
    });
  const start = editablePrompt(prompt.file, read(prompt.file));
  if (!start)
    throw new PolypromptError('invalid-arguments', 'The variant of the new model cannot be edited.', {
      hint: 'A .prompt, .prompt.txt or .prompty file can be; the editor makes one with Polyprompt: Convert Prompt.',
    });
  return {
    ...before,
    prompt,
    target,
    start,
    promise: { prompt: before.prompt, target: old, text: before.start.text, file: only?.file ?? '' },
  };
}
