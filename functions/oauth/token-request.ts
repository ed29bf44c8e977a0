import type { Parameters } from '../web/read-parameters.ts';

/** A request for tokens: the form, and the Authorization header where there is one. */
export interface TokenRequest {
  readonly form: Parameters;
  readonly authorization: string | null;
}
