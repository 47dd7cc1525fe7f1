const ENDS = /[.!?…]$/u;

/** A reason from the server as a sentence of its own: capital first letter, full stop. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  const [first = ''] = trimmed;
  const whole = first.toLocaleUpperCase() + trimmed.slice(first.length);
  return whole === '' || ENDS.test(whole) ? whole : `${whole}.`;
}
