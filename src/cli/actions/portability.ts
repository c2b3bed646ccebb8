import { textsToCount } from '../../core/pricing/promptTokens.ts';
import { runParameters } from '../../core/prompt/runParameters.ts';
import { checkPortability } from '../../core/run/portability/checkPortability.ts';
import { isRefused } from '../../core/run/portability/portabilityFinding.ts';
import type { PortabilityQuestion } from '../../core/run/portability/portabilityQuestion.ts';
import {
  type PortabilityReport,
  portabilityRows,
  sortedFindings,
  takesPrompt,
} from '../../core/run/portability/portabilityReport.ts';
import { formatTable } from '../../core/text/table.ts';
import { type CliContext, createContext } from '../configuration.ts';
import { exitCodes } from '../exitCodes.ts';
import { loadPrompt, reportProblems } from '../loadPrompt.ts';
import { modelsOf } from '../promptModels.ts';
import { modelsOfTiers } from '../tierModels.ts';
import { withTokenCounter } from '../withTokenCounter.ts';

export interface PortabilityOptions {
  readonly model: readonly string[];
  readonly input: readonly string[];
  readonly inputs?: string;
  readonly endpoint: readonly string[];
  readonly json?: true;
}

/** Prints what each model would not take of a prompt; the result is the exit code. */
export async function portability(file: string, options: PortabilityOptions): Promise<number> {
  const context = createContext(options.endpoint);
  const prompt = await loadPrompt(file, { ...options, namesForMissing: true });
  reportProblems(prompt, (text) => process.stderr.write(text));
  const models = await modelsOfTiers(context, modelsOf(prompt, options.model), prompt.workspaceFolder);
  const { text, document, inputs, rendered } = prompt;
  const findings = await findingsOf(context, { text, document, inputs, messages: rendered.messages, models });
  const report = { name: document.name, text, models, findings };
  process.stdout.write(options.json ? jsonOf(file, report) : textOf(file, report));
  return findings.some(isRefused) ? exitCodes.modelFailed : exitCodes.done;
}

async function findingsOf({ registry, catalog }: CliContext, question: PortabilityQuestion) {
  const call = { messages: question.messages, parameters: runParameters(question.document) };
  const { countTokens, isGuessed } = await withTokenCounter((counter) =>
    counter.count(textsToCount({ targets: [], cells: [call] })),
  );
  return checkPortability(question, { registry, catalog, countTokens, isGuessed });
}

function jsonOf(file: string, report: PortabilityReport): string {
  const models = report.models.map((model) => ({ model, prompt: takesPrompt(model, report.findings) }));
  const findings = sortedFindings(report).map(({ finding: { model, effect, field, message, fix }, at }) => ({
    model: model ?? null,
    effect,
    field,
    message,
    file,
    ...at,
    fix: fix?.title ?? null,
  }));
  return `${JSON.stringify({ models, findings }, null, 2)}\n`;
}

function textOf(file: string, report: PortabilityReport): string {
  const lines = sortedFindings(report).map(({ finding: { model, effect, message }, at }) => {
    const who = model === undefined ? '' : `${model}: `;
    return `${file}:${at.line}:${at.column}: ${effect}: ${who}${message}\n`;
  });
  const { header, rows } = portabilityRows(report);
  return `${lines.join('')}${lines.length > 0 ? '\n' : ''}${formatTable(header, rows)}`;
}
