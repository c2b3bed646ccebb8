import { filePrompt } from '../dataset/filePrompt.ts';
import type { Suite, SuitePrompt } from '../dataset/suite.ts';
import type { OpenedPrompt, SuiteFiles } from '../dataset/suiteFiles.ts';
import { otherLettersCode, type RefusedFile, refusalCode } from '../text/otherLetters.ts';
import type { VariantRule } from './projectFile.ts';
import { isVariant, variantFor, variantPath } from './variants.ts';

type FileProblem = Suite['problems'][number];

/** The suite with the variants of each prompt file, which stand beside it. A prompt without variants is used as it is. */
export async function withVariants(suite: Suite, rules: readonly VariantRule[], files: SuiteFiles): Promise<Suite> {
  if (rules.length === 0) return suite;
  const prompts: SuitePrompt[] = [];
  const problems: FileProblem[] = [...suite.problems];
  for (const prompt of suite.prompts) {
    const found = await variantsOf(prompt, rules, files);
    problems.push(...found.problems);
    const { variants } = found;
    const choose = (model: string) => variants.get(variantFor(rules, model) ?? '');
    prompts.push(variants.size === 0 ? prompt : { ...prompt, variants: [...variants.values()], variantFor: choose });
  }
  return { ...suite, prompts, problems };
}

interface Found {
  readonly variants: ReadonlyMap<string, SuitePrompt>;
  readonly problems: readonly FileProblem[];
}

async function variantsOf(prompt: SuitePrompt, rules: readonly VariantRule[], files: SuiteFiles): Promise<Found> {
  const variants = new Map<string, SuitePrompt>();
  const problems: FileProblem[] = [];
  const base = prompt.file === undefined ? undefined : await files.openPrompt(prompt.file);
  if (prompt.file === undefined || !base || 'refused' in base) return { variants, problems };
  for (const variant of new Set(rules.map((rule) => rule.variant))) {
    const file = variantPath(prompt.file, variant);
    const opened = file === undefined ? undefined : await files.openPrompt(file);
    if (file === undefined || !opened) continue;
    const place = { file, range: { start: 0, end: 0 } };
    if ('refused' in opened) {
      problems.push(refusedVariant(file, variant, opened));
      continue;
    }
    variants.set(variant, { ...filePrompt(opened, place, prompt.label), variant });
    problems.push(...opened.problems.map((problem) => ({ ...problem, file })));
    const difference = inputDifference(base, opened);
    if (difference !== undefined) problems.push(fileProblem(file, 'variant-inputs', difference));
  }
  return { variants, problems };
}

/** A sentence that says how the inputs of a variant differ from its prompt's; undefined when they are the same. */
function inputDifference(
  base: Pick<OpenedPrompt, 'inputs'>,
  variant: Pick<OpenedPrompt, 'inputs'>,
): string | undefined {
  const more = variant.inputs.filter((name) => !base.inputs.includes(name));
  const fewer = base.inputs.filter((name) => !variant.inputs.includes(name));
  if (more.length === 0 && fewer.length === 0) return undefined;
  const parts = [
    ...(more.length > 0 ? [`it takes ${listed(more)}, which the prompt does not`] : []),
    ...(fewer.length > 0 ? [`it leaves out ${listed(fewer)}`] : []),
  ];
  return `This variant has other inputs than its prompt: ${parts.join(', and ')}.`;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** The problem of a variant under a name that differs in capitals: it would be used only where the disk forgives that. */
function refusedVariant(file: string, variant: string, refused: RefusedFile): FileProblem {
  const code = refusalCode(refused, 'refused-file');
  const problem = fileProblem(file, code, `The variant "${variant}" is not read: ${refused.refused}`);
  return code === otherLettersCode ? { ...problem, severity: 'error' } : problem;
}

function fileProblem(file: string, code: string, message: string): FileProblem {
  return { severity: 'warning', code, message, range: { start: 0, end: 0 }, file };
}

/** Reports rules whose variant no prompt of the folder has, each at its line of `polyprompt.yaml`. */
export async function lintVariants(
  rules: readonly VariantRule[],
  files: Pick<SuiteFiles, 'glob'>,
): Promise<readonly Omit<FileProblem, 'file'>[]> {
  const problems: Omit<FileProblem, 'file'>[] = [];
  for (const { variant, range } of rules) {
    const found = await files.glob(`**/*.${variant}*`);
    if (found.some((file) => isVariant(file, variant))) continue;
    const message = `No prompt has the variant "${variant}": write NAME.${variant}.prompt beside NAME.prompt.`;
    problems.push({ severity: 'warning', code: 'missing-variant', message, range });
  }
  return problems;
}
