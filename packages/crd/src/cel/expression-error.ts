// What is wrong with an expression. Caught where rules are checked, which say whose it is.

export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}
