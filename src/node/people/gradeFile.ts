import { type JudgeGrade, readJudgeGrades } from '../../core/judges/judgeGrades.ts';
import { readTextIfThere } from '../files/readTextIfThere.ts';
import { addLabelLines, labelFileOf } from './labelFile.ts';

/**
 * The file of what judges said of the answers that people have judged. It stands beside people's verdicts and is to be committed with them,
 * so that a judge is measured where the runs are not.
 */
export function gradeFileOf(storage: string, run: string): string {
  return labelFileOf(storage, run, 'judges.jsonl');
}

export function readGrades(storage: string, run: string): ReturnType<typeof readJudgeGrades> {
  return readJudgeGrades(readTextIfThere(gradeFileOf(storage, run)) ?? '');
}

/** Adds the grades that the file does not have; the result is how many. Throws `storage` where they cannot be kept. */
export function keepGrades(storage: string, run: string, grades: readonly JudgeGrade[]): number {
  const known = new Set(readGrades(storage, run).grades.map(({ id }) => id));
  const fresh = [...new Map(grades.map((grade) => [grade.id, grade])).values()].filter(({ id }) => !known.has(id));
  if (fresh.length > 0)
    addLabelLines(
      storage,
      gradeFileOf(storage, run),
      fresh.map((grade) => JSON.stringify(grade)),
    );
  return fresh.length;
}
