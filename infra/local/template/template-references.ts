import type { CloudAssembly, TemplateResource } from './cloud-assembly.ts';
import { UnknownInTemplate } from './deployed-stack.ts';
import { type References, resolveIntrinsics } from './intrinsics.ts';
import type { ResourceIdentity, ResourceKind } from './resource-kind.ts';
import { RESOURCE_KINDS } from './resource-kinds.ts';

/** The account of a stack without an environment of its own: the one AWS's documentation uses, nobody's. */
export const LOCAL_ACCOUNT = '123456789012';
const LOCAL_REGION = 'us-east-1';

/** The names, ARNs and attributes of one template's resources, worked out when they are first asked for. */
export class TemplateReferences implements References {
  readonly account: string;
  readonly region: string;
  private readonly assembly: CloudAssembly;
  private readonly names = new Map<string, string>();
  private readonly underway = new Set<string>();

  constructor(assembly: CloudAssembly) {
    this.assembly = assembly;
    this.account = assembly.account ?? LOCAL_ACCOUNT;
    this.region = assembly.region ?? LOCAL_REGION;
  }

  ref(name: string, at: string): string {
    return this.pseudoParameter(name) ?? this.parameter(name, at) ?? this.physicalId(name, at);
  }

  attribute(logicalId: string, attribute: string, at: string): string {
    const { type, kind } = this.kindOf(logicalId, at);
    const read = Object.hasOwn(kind.attributes ?? {}, attribute) ? kind.attributes?.[attribute] : undefined;
    if (!read) throw new UnknownInTemplate(`the attribute ${attribute} of ${type}`, at);
    return read(this.identity(logicalId, at));
  }

  physicalId(logicalId: string, at: string): string {
    const { kind } = this.kindOf(logicalId, at);
    const identity = this.identity(logicalId, at);
    return kind.ref ? kind.ref(identity) : identity.name;
  }

  arn(logicalId: string, at: string): string | undefined {
    return this.kindOf(logicalId, at).kind.arn ? this.identity(logicalId, at).arn : undefined;
  }

  private identity(logicalId: string, at: string): ResourceIdentity {
    const { type, kind, resource } = this.kindOf(logicalId, at);
    const origin = {
      logicalId,
      stack: this.assembly.stackName,
      account: this.account,
      region: this.region,
      property: (name: string) => this.textProperty(logicalId, resource, name),
    };
    const name = this.once(logicalId, at, () => kind.name(origin));
    return {
      ...origin,
      name,
      get arn() {
        if (!kind.arn) throw new UnknownInTemplate(`an ARN of ${type}`, at);
        return kind.arn({ ...origin, name });
      },
    };
  }

  private kindOf(logicalId: string, at: string): { type: string; kind: ResourceKind; resource: TemplateResource } {
    const resources = this.assembly.template.Resources;
    const resource = Object.hasOwn(resources, logicalId) ? resources[logicalId] : undefined;
    if (!resource) throw new UnknownInTemplate(`the reference ${logicalId}`, at);
    const kind = Object.hasOwn(RESOURCE_KINDS, resource.Type) ? RESOURCE_KINDS[resource.Type] : undefined;
    if (!kind) throw new UnknownInTemplate(`the resource type ${resource.Type}`, logicalId);
    return { type: resource.Type, kind, resource };
  }

  /** A name may be made of other resources' names; a circle of them ends here. */
  private once(logicalId: string, at: string, makeName: () => string): string {
    const known = this.names.get(logicalId);
    if (known !== undefined) return known;
    if (this.underway.has(logicalId)) throw new UnknownInTemplate(`a name that refers to itself, ${logicalId}`, at);
    this.underway.add(logicalId);
    const name = makeName();
    this.underway.delete(logicalId);
    this.names.set(logicalId, name);
    return name;
  }

  private textProperty(logicalId: string, resource: TemplateResource, name: string): string | undefined {
    const value = resource.Properties[name];
    if (value === undefined) return undefined;
    const at = `${logicalId}.${name}`;
    const resolved = resolveIntrinsics(value, this, at);
    if (typeof resolved !== 'string') throw new UnknownInTemplate(`${JSON.stringify(resolved)} as a name`, at);
    return resolved;
  }

  private pseudoParameter(name: string): string | undefined {
    const { account, region } = this;
    const stack = this.assembly.stackName;
    switch (name) {
      case 'AWS::AccountId':
        return account;
      case 'AWS::Region':
        return region;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return stack;
      case 'AWS::StackId':
        return `arn:aws:cloudformation:${region}:${account}:stack/${stack}/local`;
      default:
        return undefined;
    }
  }

  private parameter(name: string, at: string): string | undefined {
    const { Parameters } = this.assembly.template;
    const parameter = Object.hasOwn(Parameters, name) ? Parameters[name] : undefined;
    if (!parameter) return undefined;
    const value = parameter.Default;
    const plain = parameter.Type === 'String' || parameter.Type === 'Number';
    if (plain && (typeof value === 'string' || typeof value === 'number')) return String(value);
    throw new UnknownInTemplate(`a value for the parameter ${name} (${parameter.Type})`, at);
  }
}
