/** What the command line tells its caller. */
export const exitCodes = { done: 0, modelFailed: 1, badUsage: 2, interrupted: 130 } as const;

export type SetExitCode = (code: number) => void;
