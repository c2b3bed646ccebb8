import { gradeAnswer } from '../grading/gradeAnswer.ts';
import type { ScriptPorts } from '../grading/grader.ts';
import { judgementsIn } from '../grading/judgements.ts';
import type { CascadeRoute, Route } from '../routing/route.ts';
import type { CheckedAnswer, RouteCommand } from '../routing/routeCommand.ts';
import { gradedOf, type ReplayData, type StoredAnswer } from './replayRows.ts';

const unknown: CheckedAnswer = { passed: false, score: undefined };

/** The results of routes' checks on stored answers, found out once. Judges are not asked: their answers in the run are used again. */
export class RouteChecks {
  readonly #known = new Map<unknown, Map<StoredAnswer, CheckedAnswer>>();
  readonly #ports: ScriptPorts;

  constructor(ports: ScriptPorts = {}) {
    this.#ports = ports;
  }

  /** Has to be awaited before a simulation of these routes. */
  async prepare(routes: Iterable<Route>, { rows }: Pick<ReplayData, 'rows'>): Promise<void> {
    const answers = rows.flatMap((row) => [...row.answers.values()].map((answer) => ({ row, answer })));
    const verdicts = answers.flatMap(({ answer: { cell } }) => (cell.verdict ? [cell.verdict] : []));
    const ports = { ...this.#ports, judgements: judgementsIn(verdicts) };
    for (const route of routes) {
      if (route.kind !== 'cascade' || route.checks.length === 0 || this.#known.has(route.checks)) continue;
      const known = new Map<StoredAnswer, CheckedAnswer>();
      this.#known.set(route.checks, known);
      for (const { row, answer } of answers) {
        const options = route.judge === undefined ? ports : { ...ports, defaultJudge: route.judge };
        if (answer.isAnswered) known.set(answer, await checkedBy(gradedOf(row, answer), route, options));
      }
    }
  }

  of({ checks }: Extract<RouteCommand, { type: 'check' }>, answer: StoredAnswer): CheckedAnswer {
    return this.#known.get(checks)?.get(answer) ?? unknown;
  }

  /** The number of answers that the checks could not decide, because a judge would have to be asked. */
  unknownOf({ checks }: CascadeRoute): number {
    return [...(this.#known.get(checks)?.values() ?? [])].filter(({ score }) => score === undefined).length;
  }
}

async function checkedBy(
  answer: Parameters<typeof gradeAnswer>[0],
  { checks }: CascadeRoute,
  options: Parameters<typeof gradeAnswer>[2],
): Promise<CheckedAnswer> {
  const { outcome, score } = await gradeAnswer(answer, checks, options);
  return { passed: outcome === 'pass', score: outcome === 'pass' || outcome === 'fail' ? score : undefined };
}
