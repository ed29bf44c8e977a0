import { CallError } from '../../shared/call-failure.ts';
import { type Downstream, Downstreams } from '../../shared/downstream.ts';
import { downstreamsName } from '../../shared/resource-names.ts';
import { cachedParameter } from './cached-parameter.ts';
import type { ReadParameter } from './read-parameter.ts';

/** The services outside AWS of one gateway's tools. They are configuration and hold nothing of a caller (D2). */
export interface DownstreamReader {
  /** @throws CallError with `loan_refused` when they cannot be read or are not what infra writes. */
  downstreamsOf(tool: string, signal: AbortSignal): Promise<readonly Downstream[]>;
}

interface DownstreamReaderProps {
  readonly gateway: string;
  readonly readParameter: ReadParameter;
  readonly now: () => Date;
}

/** Reads a tool's downstreams at its first call. */
export function downstreamReader({ gateway, readParameter, now }: DownstreamReaderProps): DownstreamReader {
  const read = cachedParameter({ readParameter, parse, now });
  return {
    async downstreamsOf(tool, signal) {
      try {
        return await read(downstreamsName(gateway, tool), signal);
      } catch (cause) {
        throw new CallError({ reason: 'loan_refused' }, { cause });
      }
    },
  };
}

/** Two of one name would be lent as one, and nobody could say which. */
function parse(text: string): readonly Downstream[] {
  const downstreams = Downstreams.parse(JSON.parse(text));
  const names = new Set(downstreams.map(({ name }) => name));
  if (names.size < downstreams.length) throw new Error('two downstreams have one name');
  return downstreams;
}
