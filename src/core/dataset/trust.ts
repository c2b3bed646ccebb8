/** How far a judge has to agree with people before the gate lets it decide. */
export interface Trust {
  /** The least kappa against people, from 0 to 1. */
  readonly kappa: number;
  /** What a judge does of which the labels cannot say whether it reaches that. */
  readonly unsettled: 'decides' | 'advice';
}
