import { readFileSync } from 'node:fs';

interface ProcessMark {
  /** Ticks since the machine was started: with the number of the process it names one process and no other. */
  readonly started: string;
  /** It has ended, and only waits for its parent to hear of it. */
  readonly isZombie: boolean;
}

/** What Linux says of a process; undefined elsewhere, and where there is none. */
export function processMark(pid: number): ProcessMark | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's own name stands in brackets and may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state = ''] = fields;
    const started = fields[19];
    return started === undefined ? undefined : { started, isZombie: state === 'Z' || state === 'X' };
  } catch {
    return undefined;
  }
}
