/** A loss with three decimals; one that has run away as a power of ten. */
export const loss = (value: number): string => (value < 1e4 ? value.toFixed(3) : value.toExponential(1));
