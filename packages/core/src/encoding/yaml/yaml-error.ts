import { KubeError } from '../../index.ts';

/** Where something stands in a text. From 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * A text is no YAML, or says what JSON cannot. The message never quotes the text, which may hold secrets.
 *
 * @example if (error instanceof YamlError) console.error(error.line, error.message);
 */
export class YamlError extends KubeError implements Place {
  override readonly name = 'YamlError';
  readonly line: number;
  readonly column: number;

  constructor(message: string, { line, column }: Place) {
    super(message);
    this.line = line;
    this.column = column;
  }
}
