import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { encodeFrame, Frame } from '../../shared/envelope.ts';
import { quotesCredentials } from './hide-credentials.ts';
import type { KnownSecrets } from './known-secrets.ts';
import type { LentCredentials } from './lent-credentials.ts';

type FinalFrame = Exclude<Frame, { readonly type: 'progress' }>;
type Progress = Omit<Extract<Frame, { readonly type: 'progress' }>, 'type'>;

/** Writes the frames of one call: any number of progress frames, then one final frame. */
export interface FrameWriter {
  /** Writes a progress frame, unless the call has ended. */
  progress(progress: Progress): void;
  /** Draws the final frame; from here on the call has ended. */
  draw(frame: FinalFrame): string;
  /** Sends the drawn frame and waits until all bytes are handed over. */
  send(line: string): Promise<void>;
  /** Drops whatever is still reported. */
  close(): void;
}

/** Makes the writer of one call. A frame that quotes the lent credentials or a secret is refused, not sent (D5, G5). */
export function frameWriter(
  stream: Writable,
  credentials: LentCredentials,
  secrets: Pick<KnownSecrets, 'quotedIn'>,
): FrameWriter {
  let open = true;

  function encode(frame: Frame): string {
    const line = encodeFrame(Frame.parse(frame));
    if (quotesCredentials(line, credentials)) throw new Error('the answer quotes the lent credentials');
    if (secrets.quotedIn(line)) throw new Error('the answer quotes a secret');
    return line;
  }

  return {
    progress(progress) {
      if (open) stream.write(encode({ type: 'progress', ...progress }));
    },
    draw(frame) {
      open = false;
      return encode(frame);
    },
    async send(line) {
      const finished = once(stream, 'finish');
      stream.end(line);
      await finished;
    },
    close() {
      open = false;
    },
  };
}
