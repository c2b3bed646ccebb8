import { counted } from '../text/formatCount.ts';
import { markdownText } from '../text/markdownText.ts';
import { type Position, positionAt } from '../text/textRange.ts';
import type { PortabilityEffect, PortabilityFinding } from './portabilityFinding.ts';

const effects: readonly PortabilityEffect[] = ['rejected', 'dropped', 'doubtful', 'clamped', 'renamed', 'changed'];

export interface PortabilityReport {
  /** The prompt's name, as a heading. */
  readonly name: string;
  readonly text: string;
  readonly models: readonly string[];
  readonly findings: readonly PortabilityFinding[];
}

/** A model's way with a prompt, in a few words: `as written`, `accepted, 1 setting dropped`, `may be refused`, or `refused`. */
export function takesPrompt(model: string, findings: readonly PortabilityFinding[]): string {
  const own = findings.filter((finding) => finding.model === model);
  if (own.length === 0) return 'as written';
  const has = (effect: PortabilityEffect) => own.some((finding) => finding.effect === effect);
  if (has('rejected')) return 'refused';
  return [has('doubtful') ? 'may be refused' : 'accepted', ...lossesOf(own)].join(', ');
}

function lossesOf(findings: readonly PortabilityFinding[]): readonly string[] {
  const dropped = findings.filter(({ effect }) => effect === 'dropped');
  const changed = findings.filter(({ effect }) => effect !== 'dropped' && effect !== 'doubtful');
  return [
    ...(dropped.length > 0 ? [`${counted(dropped.length, partOf(dropped))} dropped`] : []),
    ...(changed.length > 0 ? [`${counted(changed.length, partOf(changed))} changed`] : []),
  ];
}

/** The part of a finding in words; anything that is no setting stands in the messages, or is asked of the model itself. */
function partOf(findings: readonly PortabilityFinding[]): string {
  return findings.every(({ field }) => !/^(?:messages|context|model|input\b)/.test(field)) ? 'setting' : 'part';
}

/** One row per model, with its way with the prompt and the number of findings of each kind. */
export function portabilityRows({ models, findings }: Pick<PortabilityReport, 'models' | 'findings'>): {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const used = effects.filter((effect) => findings.some((finding) => finding.effect === effect && finding.model));
  const rows = models.map((model) => {
    const own = findings.filter((finding) => finding.model === model);
    const counts = used.map((effect) => String(own.filter((finding) => finding.effect === effect).length));
    return [model, takesPrompt(model, findings), ...counts];
  });
  return { header: ['model', 'prompt', ...used], rows };
}

/** The findings, worst first, then by place, with line and column from 1. */
export function sortedFindings({ text, findings }: Pick<PortabilityReport, 'text' | 'findings'>): readonly {
  readonly finding: PortabilityFinding;
  readonly at: Position;
}[] {
  return findings
    .toSorted(
      (left, right) =>
        effects.indexOf(left.effect) - effects.indexOf(right.effect) || left.range.start - right.range.start,
    )
    .map((finding) => ({ finding, at: positionAt(text, finding.range.start) }));
}

/** A page as Markdown: the models in a table, then every finding with its line. */
export function portabilityMarkdown(report: PortabilityReport): string {
  const { header, rows } = portabilityRows(report);
  const found = sortedFindings(report).map(({ finding: { model = 'every model', effect, field, message }, at }) => [
    String(at.line),
    effect,
    field,
    model,
    message,
  ]);
  const blocks = [
    `# ${markdownText(report.name)}: portability`,
    table(header, rows),
    found.length === 0
      ? 'Every model takes the prompt as it is written.'
      : table(['line', 'effect', 'what', 'model', 'what happens'], found),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => '---'), ...rows.map((row) => row.map(markdownText))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
