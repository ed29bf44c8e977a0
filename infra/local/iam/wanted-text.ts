import { type Glob, matchesGlob } from './glob.ts';
import { describePattern, readPattern, resolvePattern } from './text-pattern.ts';
import type { ReadWantedValue } from './wanted-value.ts';

/** How two texts are compared. */
export interface TextRule {
  readonly wildcards: boolean;
  readonly ignoreCase: boolean;
}

/** The String operators. A variable without a value is equal to nothing. */
export function wantedText({ wildcards, ignoreCase }: TextRule): ReadWantedValue {
  return (source, reading) => {
    const pattern = readPattern(source, { ...reading, wildcards });
    return {
      describe: (context) => describePattern(pattern, context),
      matches(got, context) {
        const glob = resolvePattern(pattern, context);
        if (glob === undefined) return false;
        return ignoreCase ? matchesGlob(lowered(glob), got.toLowerCase()) : matchesGlob(glob, got);
      },
    };
  };
}

function lowered(glob: Glob): Glob {
  return glob.map((part) => (typeof part === 'string' ? part.toLowerCase() : part));
}
