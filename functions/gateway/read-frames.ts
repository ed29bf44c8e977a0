import { CallError } from '../../shared/call-failure.ts';
import { Frame } from '../../shared/envelope.ts';
import { parseStrictJson } from '../json/strict-json.ts';

/** Bound of one frame. */
export const MAX_LINE_BYTES = 1_048_576;
/** Bound of all frames of one call: what Lambda's buffered answers may hold. */
export const MAX_ANSWER_BYTES = 6_291_456;
const MAX_DEPTH = 64;
const NEWLINE = 0x0a;

/**
 * Reads a tool's NDJSON frames as they come, wherever the chunks are cut.
 *
 * A tool is trusted with nothing (Z3): size, UTF-8, JSON and form of every line are checked.
 *
 * @throws CallError with `output_too_large` or `tool_broke_protocol`.
 */
export async function* readFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let started: Uint8Array[] = [];
  let lineBytes = 0;
  let totalBytes = 0;

  for await (const chunk of chunks) {
    totalBytes += chunk.byteLength;
    if (totalBytes > MAX_ANSWER_BYTES) throw tooLarge(totalBytes);
    let rest = chunk;
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      yield readFrame([...started, rest.subarray(0, end)]);
      started = [];
      lineBytes = 0;
      rest = rest.subarray(end + 1);
    }
    lineBytes += rest.byteLength;
    if (lineBytes > MAX_LINE_BYTES) throw tooLarge(lineBytes);
    if (rest.byteLength > 0) started.push(rest);
  }
  if (lineBytes > 0) throw new CallError({ reason: 'tool_broke_protocol' }, { cause: new Error('an unfinished line') });
}

function readFrame(parts: readonly Uint8Array[]): Frame {
  const line = Buffer.concat(parts);
  if (line.byteLength > MAX_LINE_BYTES) throw tooLarge(line.byteLength);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
    return Frame.parse(parseStrictJson(text, { maxDepth: MAX_DEPTH }));
  } catch (cause) {
    throw new CallError({ reason: 'tool_broke_protocol' }, { cause });
  }
}

function tooLarge(bytes: number): CallError {
  return new CallError({ reason: 'output_too_large', bytes });
}
