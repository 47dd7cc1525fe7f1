/** Input from outside that does not fit: which field, what it was, and what to give instead. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly field: string;
  readonly value: string;
  readonly remedy: string;

  constructor(field: string, value: string, remedy: string) {
    super(`${field}: ${remedy}`);
    this.field = field;
    this.value = value;
    this.remedy = remedy;
  }
}
