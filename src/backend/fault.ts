/** The same in every copy of this module: parts of the program that are loaded apart have one each. */
const FAULT = Symbol.for('spanwright.backend-fault');

/**
 * What makes a backend unusable, in words for people: the machine or the container engine broke, not the scenario.
 * Whoever runs scenarios makes the verdict `error` of it.
 */
export class BackendFault extends Error {
  readonly [FAULT] = true;
  readonly code: 'SW6301' | 'SW6302';
  readonly hint: string;

  constructor(code: BackendFault['code'], message: string, hint: string) {
    super(message);
    this.name = 'BackendFault';
    this.code = code;
    this.hint = hint;
  }
}

export function isBackendFault(error: unknown): error is BackendFault {
  return error instanceof Error && FAULT in error;
}
