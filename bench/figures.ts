import type { ColdStart } from './cold-starts.ts';
import { type Figure, type FigureInput, figure } from './figure.ts';
import { PARTS, type Part } from './function-part.ts';
import type { LoanCosts } from './loan-costs.ts';
import type { LocalModeStart } from './local-mode-starts.ts';
import type { WarmCalls } from './warm-calls.ts';

/** Everything one run measured. */
export interface Measurements {
  readonly synthMs: number;
  readonly localMode: readonly LocalModeStart[];
  readonly cold: Readonly<Record<Part, readonly ColdStart[]>>;
  readonly warm: WarmCalls;
  readonly loans: LoanCosts;
  readonly bundleBytes: Readonly<Record<Part, number>>;
}

/** What people call the parts. */
const NAMES: Readonly<Record<Part, string>> = {
  authorizer: 'authorizer',
  gateway: 'gateway',
  tool: 'tool list_orders (with DynamoDB)',
  constantTool: 'tool with constant data',
  bare: 'bare official SDK',
};

/** The design's targets (architecture, section 8). */
const COLD_TARGETS: Readonly<Partial<Record<Part, FigureInput['target']>>> = {
  gateway: { of: 'ratio', atMost: 0.5 },
  tool: { of: 'ratio', atMost: 0.1 },
  constantTool: { of: 'ratio', atMost: 0.1 },
};

/** The results, in the order in which they are read. */
export function figuresOf(measurements: Measurements): readonly Figure[] {
  return [
    ...coldFigures(measurements.cold),
    ...warmFigures(measurements.warm),
    ...loanFigures(measurements.loans),
    ...memoryFigures(measurements),
    ...localModeFigures(measurements),
    ...PARTS.map((part) =>
      figure({
        group: 'bundle',
        what: NAMES[part],
        unit: 'kB',
        samples: [measurements.bundleBytes[part] / 1000],
        ...(part !== 'bare' && { against: [measurements.bundleBytes.bare / 1000] }),
      }),
    ),
  ];
}

/** How one number is read off a cold start, by the words it is shown under. */
const COLD: Readonly<Record<string, (start: ColdStart) => number>> = {
  'cold start: import + first call': ({ importMs, firstCallMs }) => importMs + firstCallMs,
  'cold start: import': ({ importMs }) => importMs,
  'cold start: first call': ({ firstCallMs }) => firstCallMs,
  'cold start: CPU of import + first call': ({ processorMs }) => processorMs,
  'cold start: Node and runtime client before the import': ({ beforeImportMs }) => beforeImportMs,
};

function coldFigures(cold: Measurements['cold']): readonly Figure[] {
  return Object.entries(COLD).flatMap(([group, read], index) =>
    PARTS.map((part) => {
      const target = index === 0 ? COLD_TARGETS[part] : undefined;
      const against = part === 'bare' ? undefined : cold.bare.map(read);
      return figure({
        group,
        what: NAMES[part],
        unit: 'ms',
        samples: cold[part].map(read),
        ...(against && { against }),
        ...(target && { target }),
      });
    }),
  );
}

function warmFigures({ guardedMs, plainMs, processorMs }: WarmCalls): readonly Figure[] {
  const [wall, processor] = ['warm call: from request to answer', 'warm call: CPU'];
  const bare = processorMs.map((call) => call.bare);
  const one = (part: Part) => processorMs.map((call) => call[part]);
  const both = processorMs.map(({ authorizer, gateway }) =>
    authorizer === undefined || gateway === undefined ? undefined : authorizer + gateway,
  );
  return [
    figure({ group: wall, what: 'guarded, all functions', unit: 'ms', samples: guardedMs, against: plainMs }),
    figure({ group: wall, what: NAMES.bare, unit: 'ms', samples: plainMs }),
    figure({
      group: processor,
      what: 'authorizer + gateway',
      unit: 'ms',
      samples: both,
      against: bare,
      target: { of: 'ratio', atMost: 2 },
    }),
    ...(['authorizer', 'gateway', 'tool'] as const).map((part) =>
      figure({ group: processor, what: NAMES[part], unit: 'ms', samples: one(part), against: bare }),
    ),
    figure({ group: processor, what: NAMES.bare, unit: 'ms', samples: bare }),
  ];
}

/** A loan is borrowed for each call; beside it what keeping loans would cost, and so what it would save. */
function loanFigures({ freshProcessorMs, freshWallMs, reusedProcessorMs }: LoanCosts): readonly Figure[] {
  const group = 'loan, by the side of one that is kept';
  return [
    figure({ group, what: 'borrowed: CPU', unit: 'ms', samples: freshProcessorMs }),
    figure({ group, what: 'borrowed: until local STS answered', unit: 'ms', samples: freshWallMs }),
    figure({ group, what: 'kept and found again: CPU', unit: 'ms', samples: reusedProcessorMs }),
  ];
}

function memoryFigures({ cold, warm: { residentAfter } }: Measurements): readonly Figure[] {
  const megabytes = ({ residentBytes }: ColdStart) => residentBytes / 1e6;
  const fresh = PARTS.map((part) =>
    figure({
      group: 'memory after the first call',
      what: NAMES[part],
      unit: 'MB',
      samples: cold[part].map(megabytes),
      ...(part !== 'bare' && { against: cold.bare.map(megabytes) }),
    }),
  );
  const worn = (['authorizer', 'gateway', 'tool', 'bare'] as const).map((part) =>
    figure({
      group: 'memory after 50 calls',
      what: NAMES[part],
      unit: 'MB',
      samples: [residentAfter[50][part]],
      ...(part !== 'bare' && { against: [residentAfter[50].bare] }),
      ...(part === 'tool' && { target: { of: 'median', atMost: 60 } }),
    }),
  );
  return [...fresh, ...worn];
}

function localModeFigures({ localMode, synthMs, warm: { residentAfter } }: Measurements): readonly Figure[] {
  const group = 'local mode';
  return [
    figure({
      group,
      what: 'synth of the reference stack',
      unit: 'ms',
      samples: [synthMs],
      target: { of: 'median', atMost: 4000 },
    }),
    figure({
      group,
      what: 'from cdk.out to ready',
      unit: 'ms',
      samples: localMode.map(({ readyMs }) => readyMs),
      target: { of: 'median', atMost: 1000 },
    }),
    figure({
      group,
      what: 'memory, idle',
      unit: 'MB',
      samples: localMode.map(({ idleMegabytes }) => idleMegabytes),
      target: { of: 'median', atMost: 200 },
    }),
    figure({ group, what: 'memory after 50 calls', unit: 'MB', samples: [residentAfter[50].localMode] }),
  ];
}
