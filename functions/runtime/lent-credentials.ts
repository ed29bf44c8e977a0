import { inspect } from 'node:util';
import type { Envelope } from '../../shared/envelope.ts';

const SHOWN = '[lent credentials]';

/**
 * AWS credentials lent for one call. Give them to every AWS client: `new S3Client({ credentials: call.credentials })`.
 *
 * AWS clients read the fields; logging, JSON, string conversion, spreading and cloning show nothing (D5, I2).
 */
export class LentCredentials {
  readonly #lent: Envelope['credentials'];

  constructor(lent: Envelope['credentials']) {
    this.#lent = lent;
  }

  get accessKeyId(): string {
    return this.#lent.accessKeyId;
  }

  get secretAccessKey(): string {
    return this.#lent.secretAccessKey;
  }

  get sessionToken(): string {
    return this.#lent.sessionToken;
  }

  /** When AWS stops honouring them. */
  get expiration(): Date {
    return new Date(this.#lent.expiration);
  }

  toJSON(): string {
    return SHOWN;
  }

  toString(): string {
    return SHOWN;
  }

  [Symbol.toPrimitive](): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}
