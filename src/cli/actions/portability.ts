import { assessPortability } from '../../core/portability/assessPortability.ts';
import { isLost } from '../../core/portability/portabilityFinding.ts';
import {
  type PortabilityReport,
  portabilityRows,
  sortedFindings,
  takesPrompt,
} from '../../core/portability/portabilityReport.ts';
import { textsToCount } from '../../core/pricing/promptTokens.ts';
import { runParameters } from '../../core/prompt/runParameters.ts';
import { modelsBehind } from '../../core/routing/routeParts.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import { formatTable } from '../../core/text/table.ts';
import { modelsOfTiers } from '../../node/suites/modelsOfTiers.ts';
import { type LoadedVariant, loadVariants } from '../../node/suites/promptVariants.ts';
import { type CliContext, createContext } from '../inputs/configuration.ts';
import { loadPrompt, reportProblems } from '../inputs/loadPrompt.ts';
import { modelsOf } from '../inputs/modelsOf.ts';
import { routesFor } from '../inputs/routes.ts';
import { withTokenCounter } from '../inputs/withTokenCounter.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printJson, tell } from '../terminal/terminal.ts';

export interface PortabilityOptions {
  readonly model: readonly string[];
  readonly input: readonly string[];
  readonly inputs?: string;
  readonly endpoint: readonly string[];
  readonly catalog?: string;
  readonly json?: true;
}

/** The report about one file: the prompt, or the variant of it that some of the models get. */
interface FileReport extends PortabilityReport {
  readonly file: string;
}

/** Prints what each model would not take of a prompt; the result is the exit code. */
export async function portability(file: string, options: PortabilityOptions): Promise<number> {
  const context = createContext(options);
  const flags = { ...options, namesForMissing: true } as const;
  const prompt = await loadPrompt(file, flags);
  const { routes } = await routesFor(context, file);
  const named = await modelsOfTiers(context, modelsOf(prompt, options.model), prompt.workspaceFolder);
  const models = modelsBehind(routes, named);
  const reports: FileReport[] = [];
  for (const variant of await loadVariants(prompt, models, (name) => loadPrompt(name, flags)))
    reports.push(await assessVariant(context, variant));
  if (options.json) printJson(jsonOf(reports), 2);
  else print(textOf(reports));
  const findings = reports.flatMap((one) => one.findings);
  return findings.some(isLost) ? exitCodes.modelFailed : exitCodes.done;
}

async function assessVariant(
  { registry, catalog }: CliContext,
  { prompt, models }: LoadedVariant,
): Promise<FileReport> {
  reportProblems(prompt, tell);
  const { file, text, document, inputs, rendered } = prompt;
  const call = { messages: rendered.messages, parameters: runParameters(document) };
  const { countTokens, isGuessed } = await withTokenCounter((counter) =>
    counter.count(textsToCount({ targets: [], cells: [call] })),
  );
  const question = { text, document, inputs, messages: rendered.messages, models };
  const findings = assessPortability(question, { registry, catalog, countTokens, isGuessed });
  return { file, name: document.name, text, models, findings };
}

function jsonOf(reports: readonly FileReport[]): object {
  const models = reports.flatMap(({ file, models: own, findings }) =>
    own.map((model) => ({ model, prompt: takesPrompt(model, findings), file })),
  );
  const findings = reports.flatMap((one) =>
    sortedFindings(one).map(({ finding: { model, effect, field, message, fix }, at }) => ({
      model: model ?? null,
      effect,
      field,
      message,
      file: one.file,
      ...at,
      fix: fix?.title ?? null,
    })),
  );
  return { models, findings };
}

function textOf(reports: readonly FileReport[]): string {
  const lines = reports.flatMap((one) =>
    sortedFindings(one).map(({ finding: { model, effect, message }, at }) => {
      const who = model === undefined ? '' : `${model}: `;
      return `${inOneLine(`${one.file}:${at.line}:${at.column}: ${effect}: ${who}${message}`)}\n`;
    }),
  );
  const { header, rows } = portabilityRows({
    models: reports.flatMap(({ models }) => models),
    findings: reports.flatMap(({ findings }) => findings),
  });
  return `${lines.join('')}${lines.length > 0 ? '\n' : ''}${formatTable(header, rows)}`;
}
