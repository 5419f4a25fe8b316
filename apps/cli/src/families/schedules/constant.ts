export const constant = { doc: 'Always the base rate', fields: {} };
