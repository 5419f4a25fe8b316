/** The learning rate of a step, as a factor of the base rate. */
export type Schedule = (step: number, steps: number) => number;
