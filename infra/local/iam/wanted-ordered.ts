import { UnknownInPolicy } from './unknown-in-policy.ts';
import type { ReadWantedValue } from './wanted-value.ts';

/** How a value of the request stands to the wanted one. */
export type Order = (got: number, wanted: number) => boolean;

export const equal: Order = (got, wanted) => got === wanted;
export const less: Order = (got, wanted) => got < wanted;
export const lessOrEqual: Order = (got, wanted) => got <= wanted;
export const greater: Order = (got, wanted) => got > wanted;
export const greaterOrEqual: Order = (got, wanted) => got >= wanted;

const NUMBER = /^[+-]?\d+(\.\d+)?$/;
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

/** The Numeric operators, for whole and decimal numbers. */
export function wantedNumber(order: Order): ReadWantedValue {
  return wantedOrdered(order, readNumber);
}

/** The Date operators: ISO 8601 as the W3C profiles it, or seconds since 1970. */
export function wantedDate(order: Order): ReadWantedValue {
  return wantedOrdered(order, readDate);
}

function wantedOrdered(order: Order, read: (text: string, where: string) => number): ReadWantedValue {
  return (source, { where }) => {
    const wanted = read(source, where);
    return { describe: () => source, matches: (got) => order(read(got, 'the request'), wanted) };
  };
}

function readNumber(text: string, where: string): number {
  if (NUMBER.test(text)) return Number(text);
  throw new UnknownInPolicy(`${JSON.stringify(text)} as a number`, where);
}

/** Milliseconds since 1970. */
function readDate(text: string, where: string): number {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const time = DATE.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new UnknownInPolicy(`${JSON.stringify(text)} as a date`, where);
  return time;
}
