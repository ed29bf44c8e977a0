import type { MiddlewareStack } from '@smithy/types';

// biome-ignore lint/suspicious/noExplicitAny: tests read the fields they expect
export type Anything = any;

/** A real client whose network is replaced by a function of the command's name and input. */
export function answeredBy<Client extends { middlewareStack: MiddlewareStack<Anything, Anything> }>(
  client: Client,
  answer: (command: string, input: Anything) => unknown,
): Client {
  client.middlewareStack.add(
    (_next, { commandName = '' }) =>
      async ({ input }) => {
        const output = await answer(commandName.replace(/Command$/, ''), input);
        return { response: {}, output: { $metadata: {}, ...Object(output) } };
      },
    { step: 'initialize', priority: 'high' },
  );
  return client;
}
