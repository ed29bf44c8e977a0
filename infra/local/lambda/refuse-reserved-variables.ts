import { UnknownInTemplate } from '../template/deployed-stack.ts';

/** Names that Lambda or local mode sets itself. Lambda refuses most of them at deployment; local mode refuses all. */
const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(LAMBDA_.*|REGION|DEFAULT_REGION|EXECUTION_ENV|ACCESS_KEY(_ID)?|SECRET_ACCESS_KEY|SESSION_TOKEN)|LAMBDA_.*|NODE_PATH|TMPDIR|SALLYPORT_(RUNTIME_API_KEY|NETWORK))$/;

/** What the template may say in `NODE_OPTIONS`; other options could open the fence. */
const KNOWN_NODE_OPTIONS = /^\s*(--enable-source-maps)?\s*$/;

/** Stops at a variable of the template that would change how the process itself runs. */
export function refuseReservedVariables(variables: { readonly [name: string]: string }, where: string): void {
  for (const [name, value] of Object.entries(variables)) {
    if (RESERVED.test(name)) throw new UnknownInTemplate(`a template that sets the variable ${name}`, where);
    if (name === 'NODE_OPTIONS' && !KNOWN_NODE_OPTIONS.test(value)) {
      throw new UnknownInTemplate(`NODE_OPTIONS ${JSON.stringify(value)}`, where);
    }
  }
}
