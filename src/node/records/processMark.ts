import { readFileSync } from 'node:fs';

interface ProcessMark {
  /**
   * Clock ticks from the start of the machine to that of the process. Together with the process number they name one process and no other.
   */
  readonly started: string;
  /** True when the process has ended and its parent has not been told yet. */
  readonly isZombie: boolean;
}

/** What Linux says of a process; undefined on other systems, and where there is no such process. */
export function processMark(pid: number): ProcessMark | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's own name stands in brackets and may hold any sign.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state = ''] = fields;
    const started = fields[19];
    return started === undefined ? undefined : { started, isZombie: state === 'Z' || state === 'X' };
  } catch {
    return undefined;
  }
}
