import { matchesArn, readArnPattern } from './arn-pattern.ts';
import { describePattern } from './text-pattern.ts';
import type { ReadWantedValue } from './wanted-value.ts';

/** The Arn operators. `ArnEquals` and `ArnLike` are the same in AWS: both know wildcards, segment by segment. */
export const wantedArn: ReadWantedValue = (source, reading) => {
  const pattern = readArnPattern(source, reading);
  return {
    describe: (context) => pattern.map((segment) => describePattern(segment, context)).join(':'),
    matches: (got, context) => matchesArn(pattern, got, context),
  };
};
