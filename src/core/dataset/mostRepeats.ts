/** How often one case may be asked: more is a slip of the pen, and would stand still before anything is said. */
export const mostRepeats = 10_000;
