import { type CloudAssembly, CloudFormationTemplate } from '../../../../infra/local/template/cloud-assembly.ts';

/** A cloud assembly around a template, as `readAssembly` would give it. */
export function assemblyOf(template: object, overrides: Partial<CloudAssembly> = {}): CloudAssembly {
  return {
    stackName: 'Desk',
    account: undefined,
    region: undefined,
    template: CloudFormationTemplate.parse({ Resources: {}, ...template }),
    assets: new Map(),
    paths: new Map(),
    folder: '/out',
    ...overrides,
  };
}

export const ADDRESSES = { api: 'http://127.0.0.1:7001', issuer: 'http://127.0.0.1:7002' };
