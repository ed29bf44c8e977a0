/** What must hold, from the design's list of numbers: at most this median, or at most this ratio. */
export interface Target {
  readonly of: 'median' | 'ratio';
  readonly atMost: number;
}

/** One line of the results. */
export interface Figure {
  readonly group: string;
  readonly what: string;
  readonly unit: 'ms' | 'MB' | 'kB';
  readonly samples: number;
  /** Undefined where the platform does not let it be measured. */
  readonly spread: Spread | undefined;
  /** Median against the median of the bare official SDK handler. */
  readonly ratio?: number;
  readonly target?: Target;
}

export interface Spread {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
}

export interface FigureInput {
  readonly group: string;
  readonly what: string;
  readonly unit: Figure['unit'];
  readonly samples: readonly (number | undefined)[];
  /** The same of the bare handler. */
  readonly against?: readonly (number | undefined)[];
  readonly target?: Target;
}

/** Draws one figure together from its samples. */
export function figure({ samples, against, ...rest }: FigureInput): Figure {
  const spread = spreadOf(samples);
  const base = against && spreadOf(against);
  return { ...rest, samples: samples.length, spread, ...(spread && base && { ratio: spread.median / base.median }) };
}

/** Undefined when a sample is missing: half a distribution is none. */
export function spreadOf(samples: readonly (number | undefined)[]): Spread | undefined {
  const known = samples.filter((sample) => sample !== undefined).toSorted((a, b) => a - b);
  if (known.length === 0 || known.length < samples.length) return undefined;
  return { median: quantile(known, 0.5), p10: quantile(known, 0.1), p90: quantile(known, 0.9) };
}

/** Between two samples by their distance (type 7 of Hyndman and Fan, as in R and NumPy). */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Whether a figure is within its target; undefined when it has none or was not measured. */
export function meetsTarget({ spread, ratio, target }: Figure): boolean | undefined {
  const value = target?.of === 'ratio' ? ratio : spread?.median;
  return target === undefined || value === undefined ? undefined : value <= target.atMost;
}
