import type { EvalCase } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { InputField } from '../../core/prompt/document.ts';
import { inputFields } from '../../core/prompt/inputs.ts';
import { tell } from '../terminal/terminal.ts';
import { loadPrompt, reportProblems } from './loadPrompt.ts';
import { loadSuite } from './loadSuitePlan.ts';
import { partialsOf } from './partialsOf.ts';
import { suiteOfPrompt, suitesOfPrompt } from './suiteOfPrompt.ts';

/** What cases are proposed for. */
export interface Proposal {
  /** The suite, or the prompt that has none yet. */
  readonly file: string;
  readonly fields: readonly InputField[];
  readonly cases: readonly EvalCase[];
  /** The template as it stands. */
  readonly prompt: string;
}

/** Opens a suite or a prompt; a prompt without any suite has no cases yet. */
export async function openProposal(named: string): Promise<Proposal> {
  if ((await suitesOfPrompt(named)).length === 0) return { file: named, cases: [], ...(await fieldsOf(named)) };
  const file = await suiteOfPrompt(named);
  const suite = await loadSuite(file);
  const [place] = suite.prompts.flatMap(({ file: own }) => own ?? []);
  if (place === undefined)
    throw new PolypromptError(
      'invalid-arguments',
      `${file} names no prompt file, so that its variables are not known.`,
      {
        hint: 'Write the prompt into a file of its own, and name that.',
      },
    );
  return { file, cases: suite.cases, ...(await fieldsOf(place)) };
}

async function fieldsOf(file: string): Promise<Pick<Proposal, 'fields' | 'prompt'>> {
  const prompt = await loadPrompt(file, { input: [], namesForMissing: true });
  reportProblems(prompt, tell);
  const fields = inputFields(prompt.document, await partialsOf(prompt));
  if (fields.length === 0)
    throw new PolypromptError(
      'invalid-arguments',
      `${file} has no variables, so that all its cases would be the same.`,
      {
        hint: 'Put what changes into a variable, such as {{ticket}}.',
      },
    );
  return { fields, prompt: prompt.text };
}
