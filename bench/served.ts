import type { Invocation } from '../infra/local/lambda/lambda-host.ts';
import type { DeployedStack } from '../infra/local/template/deployed-stack.ts';

/** A template served inside this process, so that what API Gateway and the functions send to Lambda can be seen. */
export interface Served {
  readonly endpoint: string;
  readonly stack: DeployedStack;
  /** What local mode lends to a new process of a function. */
  readonly environmentFor: (functionName: string) => Promise<Readonly<Record<string, string>>>;
  /** The latest invocation of each function, by its name. */
  readonly recorded: ReadonlyMap<string, Invocation>;
  close(): Promise<void>;
}
