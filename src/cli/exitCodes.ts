/** What the command line tells its caller. `modelFailed` is also an eval below its threshold. */
export const exitCodes = {
  done: 0,
  modelFailed: 1,
  badUsage: 2,
  providerErrors: 3,
  budget: 4,
  interrupted: 130,
} as const;

export type SetExitCode = (code: number) => void;
