/** The most often that one case may be asked. More is a slip of the pen, and would keep the editor busy before anything is said. */
export const mostRepeats = 10_000;
