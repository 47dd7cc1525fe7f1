/** What is told when no more days of the demonstration are filled in: all are there, or it was stopped. Null: nothing new. */
export function filledWords(days: number, left: number): string | null {
  if (left > 0)
    return `The demonstration goes on at the next start: ${days} of ${days + left} days were added.`;
  if (days === 0) return null;
  const told = days === 1 ? '1 day was' : `${days} days were`;
  return `The demonstration is complete: ${told} simulated and analysed.`;
}
