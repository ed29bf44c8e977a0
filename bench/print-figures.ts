import { type Figure, meetsTarget } from './figure.ts';

const NUMBER_WIDTH = 9;

/** The figures as a table that fits a terminal of 120 columns. */
export function figureTable(figures: readonly Figure[]): string {
  const nameWidth = Math.max(...figures.map((one) => named(one).length)) + 1;
  const header = `  ${''.padEnd(nameWidth)}${row(['median', 'p10', 'p90', 'n', '× bare'])}  target`;
  const groups = Map.groupBy(figures, ({ group }) => group);
  const lines = [...groups].flatMap(([group, members]) => [
    '',
    group,
    ...members.map((member) => `  ${named(member).padEnd(nameWidth)}${numbers(member)}`),
  ]);
  return [header, ...lines].join('\n');
}

function named({ what, unit }: Figure): string {
  return `${what}, ${unit}`;
}

function numbers(one: Figure): string {
  const { spread, samples, ratio } = one;
  if (spread === undefined) return 'not measured on this platform';
  const { median, p10, p90 } = spread;
  const several = samples > 1 ? [amount(p10), amount(p90)] : ['', ''];
  const cells = row([amount(median), ...several, String(samples), ratio === undefined ? '' : ratio.toFixed(2)]);
  return `${cells}  ${targetWords(one)}`.trimEnd();
}

function row(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(NUMBER_WIDTH)).join('');
}

function amount(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}

function targetWords(one: Figure): string {
  const { target, unit } = one;
  if (target === undefined) return '';
  const wanted = target.of === 'ratio' ? `${target.atMost} × bare` : `${target.atMost} ${unit}`;
  return `≤ ${wanted}  ${meetsTarget(one) ? 'met' : 'missed'}`;
}
