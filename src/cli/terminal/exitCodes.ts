/**
 * The exit codes of the command line. `modelFailed` also stands for an eval below its threshold. `notRecorded`: the disk is full or
 * read-only. `closedPipe`: nobody reads the output any more; it is the code by which a shell reports a program that SIGPIPE has ended.
 * `takenOver`: this process stood still, and another one works on its run now. `stopCommit` is the code of `check --hook` for a commit that
 * is to be stopped; no program that failed to start ends with it. `cannotStart` is a shell's own code for such a program.
 */
export const exitCodes = {
  done: 0,
  modelFailed: 1,
  badUsage: 2,
  providerErrors: 3,
  budget: 4,
  notRecorded: 5,
  takenOver: 6,
  stopCommit: 10,
  cannotStart: 126,
  interrupted: 130,
  closedPipe: 141,
} as const;

export type SetExitCode = (code: number) => void;
