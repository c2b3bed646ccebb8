import { markdownText } from '../text/markdownText.ts';
import { describeConfusion } from './classConfusion.ts';
import type { Simulation } from './simulateRun.ts';
import {
  proposalLines,
  simulationFigures,
  simulationTitles,
  titleOf,
  wayFigures,
  wayTitles,
} from './simulationText.ts';

/** A simulation as Markdown: the table, the proposals, and what was left out. */
export function simulationMarkdown(simulation: Simulation): string {
  const { models, routes, notes, proposals, front, isSimulated, ways, confusions } = simulation;
  const rule = simulationTitles.map((_, column) => (column === 0 ? '---' : '--:'));
  const rows = [...models, ...routes].map((result) => {
    const [target = '', ...figures] = simulationFigures(result).map(markdownText);
    return [front.has(result.target) ? `**${target}**` : target, ...figures];
  });
  const table = [simulationTitles, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const list = (lines: readonly string[]) => lines.map((line) => `- ${markdownText(line)}`).join('\n');
  const blocks = [
    `### ${markdownText(titleOf(simulation))}`,
    `${table}\n\nBold: nothing else here is both better and cheaper.`,
    ...(proposals ? [list(proposalLines(proposals, isSimulated))] : []),
    ...(ways ? [`Requests told apart, on rows that were not learnt from:\n\n${wayTable(ways)}`] : []),
    ...(confusions.length > 0 ? [list(confusions.map(describeConfusion))] : []),
    ...(notes.length > 0 ? [list(notes)] : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function wayTable(ways: NonNullable<Simulation['ways']>): string {
  const rule = wayTitles.map((_, column) => (column === 0 ? '---' : '--:'));
  const rows = ways.map((way) => wayFigures(way).map(markdownText));
  return [wayTitles, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
