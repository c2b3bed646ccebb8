import type { PersonVerdict, VerdictLine } from './verdictLines.ts';

/** What people together say of an answer: `split` where as many pass as fail, `unsure` where nobody is sure. */
export type JointVerdict = PersonVerdict | 'split';

/**
 * The verdicts in force, one for each person and answer: the latest, and of several at the same instant the one with the greater id. What
 * was taken back is none.
 */
export function currentVerdicts(lines: readonly VerdictLine[]): readonly VerdictLine[] {
  const latest = new Map<string, VerdictLine>();
  for (const line of lines) {
    const key = JSON.stringify([line.answer, line.criterion ?? null, line.by]);
    const before = latest.get(key);
    if (!before || isLater(line, before)) latest.set(key, line);
  }
  return [...latest.values()].filter(({ verdict }) => verdict !== null);
}

/** What people say of one answer, given their verdicts in force; undefined where nobody says anything. Who is unsure never outvotes. */
export function jointVerdict(verdicts: readonly Pick<VerdictLine, 'verdict'>[]): JointVerdict | undefined {
  const count = (wanted: PersonVerdict) => verdicts.filter(({ verdict }) => verdict === wanted).length;
  const [pass, fail] = [count('pass'), count('fail')];
  if (pass + fail === 0) return count('unsure') > 0 ? 'unsure' : undefined;
  if (pass === fail) return 'split';
  return pass > fail ? 'pass' : 'fail';
}

/** The digests of answers that were judged and that nothing has now; what was said of them is kept and does not count. */
export function staleAnswers(lines: readonly VerdictLine[], answers: ReadonlySet<string>): readonly string[] {
  return [...new Set(currentVerdicts(lines).map(({ answer }) => answer))].filter((answer) => !answers.has(answer));
}

function isLater(line: VerdictLine, before: VerdictLine): boolean {
  const [now, then] = [Date.parse(line.at), Date.parse(before.at)];
  return now === then ? line.id > before.id : now > then;
}
