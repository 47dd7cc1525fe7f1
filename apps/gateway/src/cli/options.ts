import { parseAxes } from '@plumbline/core';
import { InvalidArgumentError } from 'commander';

const DAY_S = 86_400;
const MAX_RATE_HZ = 2000;
const MAX_SPEED = 1000;

/** A time in seconds, as an option's value. */
export const seconds = (text: string): number => number(text, 0.1, 7 * DAY_S);
export const rate = (text: string): number => number(text, 0.1, MAX_RATE_HZ);
export const speed = (text: string): number => number(text, 0.01, MAX_SPEED);

/** Where the sensor axes point on the wearer, as an option's value. */
export function axes(text: string): ReturnType<typeof parseAxes> {
  if (text.trim() === '') throw new InvalidArgumentError('Give three directions, such as up,right,forward.');
  try {
    return parseAxes(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function number(text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new InvalidArgumentError(`Give a number from ${min} to ${max}.`);
}
