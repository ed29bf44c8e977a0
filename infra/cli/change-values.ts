import type { ChangeRecord } from '../../shared/change-record.ts';

/** The values of a changed item for people: times in ISO 8601, lists with commas. */
export function valuesText(values: ChangeRecord['before']): string {
  const words = Object.entries(values).map(([name, value]) => `${name} ${valueText(name, value)}`);
  return words.length === 0 ? 'nothing' : words.join(', ');
}

function valueText(name: string, value: ChangeRecord['before'][string]): string {
  if (typeof value === 'number' && name.endsWith('At')) return timeText(value);
  if (Array.isArray(value)) return `[${value.map((item) => textOf(item)).join(' ')}]`;
  return textOf(value);
}

/** A number no clock reaches is shown as it is. */
function timeText(seconds: number): string {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? String(seconds) : time.toISOString().replace('.000Z', 'Z');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
