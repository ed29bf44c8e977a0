/**
 * Preload of every function process: lets AWS's unmodified client run without its native addon, and signs its requests.
 *
 * 1. A request for `rapid-client.node` resolves to `rapid-client.cjs`.
 * 2. Every request to this process's Runtime API carries the key of this process. The client's own requests
 *    (streamed responses, init errors) go through `node:http` as well, so the key is added there, once. The key is
 *    taken out of the environment before any code of the function runs.
 */
const http = require('node:http');
const { registerHooks, syncBuiltinESMExports } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const runtimeApi = process.env.AWS_LAMBDA_RUNTIME_API;
const key = process.env.SALLYPORT_RUNTIME_API_KEY;
delete process.env.SALLYPORT_RUNTIME_API_KEY;

const replacement = pathToFileURL(join(__dirname, 'rapid-client.cjs')).href;

const hooks = registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier !== './rapid-client.node') return nextResolve(specifier, context);
    setImmediate(() => hooks.deregister());
    return { url: replacement, format: 'commonjs', shortCircuit: true };
  },
});

const plainRequest = http.request;

http.request = (...args) => {
  const sent = plainRequest(...args);
  if (sent.getHeader('host') === runtimeApi) sent.setHeader('Sallyport-Runtime-Api-Key', key);
  return sent;
};
syncBuiltinESMExports();
