import type { Writable } from 'node:stream';
import type { Envelope } from '../../shared/envelope.ts';
import { knowTokens } from './call-tokens.ts';
import { type Surroundings, surroundings } from './clean-up.ts';
import { type FrameWriter, frameWriter } from './frame-writer.ts';
import { hideCredentials } from './hide-credentials.ts';
import { type KnownSecrets, knownSecrets } from './known-secrets.ts';
import { LentCredentials } from './lent-credentials.ts';
import { readEnvelope } from './read-envelope.ts';

/** A call inside the runtime: what it was sent, what it may use, where its frames go. */
export interface RunningCall {
  readonly call: Envelope['call'];
  readonly input: Envelope['input'];
  readonly credentials: LentCredentials;
  readonly tokens: Envelope['tokens'];
  readonly secrets: KnownSecrets;
  readonly frames: FrameWriter;
  readonly surroundings: Surroundings;
}

/** Takes an invocation apart: the event is empty afterwards. */
export function openCall(event: unknown, stream: Writable, scratch: string | undefined): RunningCall {
  const { call, input, credentials: lent, tokens } = readEnvelope(event);
  const credentials = new LentCredentials(lent);
  const around = surroundings(scratch);
  const secrets = knownSecrets(({ hide }) => around.guardOutput((text) => hide(hideCredentials(text, credentials))));
  knowTokens(tokens, secrets);
  const frames = frameWriter(stream, credentials, secrets);
  return { call, input, credentials, tokens, secrets, frames, surroundings: around };
}
