// A number or a string, at the writer's choice: a port by number or name, a count or a percentage.

/** As `8080` or `'http'`, `3` or `'25%'`. */
export type IntOrString = number | string;
