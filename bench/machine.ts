import { cpus } from 'node:os';

/** Where a run took place: figures of two machines are not comparable, ratios nearly so. */
export interface MachineLine {
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
  readonly platform: string;
}

export function thisMachine(): MachineLine {
  const all = cpus();
  return {
    processor: all[0]?.model.trim() ?? 'unknown processor',
    cores: all.length,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  };
}
