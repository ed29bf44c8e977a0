import { Lazy, Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { type Downstream, Downstreams } from '../../shared/downstream.ts';
import { downstreamsName } from '../../shared/resource-names.ts';
import type { DelegationHost, DownstreamProps } from './downstream-props.ts';
import { needsKey, readDownstream } from './read-downstream.ts';

/** What a standard parameter holds (Systems Manager quotas). */
const MAX_CHARACTERS = 4096;
const MOST = 5;

export interface ToolDownstreamsProps {
  readonly gatewayName: string;
  readonly toolName: string;
  readonly host: DelegationHost;
}

/** The services outside AWS that one tool calls in the name of its caller: a parameter that the gateway reads. */
export class ToolDownstreams {
  private readonly tool: Construct;
  private readonly props: ToolDownstreamsProps;
  private readonly list: Downstream[] = [];
  private settled = false;

  constructor(tool: Construct, props: ToolDownstreamsProps) {
    this.tool = tool;
    this.props = props;
  }

  /** @throws Error when the name is taken, the tool is settled, or what is said of the service does not hold. */
  add(name: string, props: DownstreamProps): void {
    const { host } = this.props;
    if (this.settled) throw this.wrong('downstreams are added before the app is synthesised');
    if (this.list.some((each) => each.name === name)) throw this.wrong(`there is a downstream ${JSON.stringify(name)}`);
    const downstream = this.read(name, props);
    if (this.list.push(downstream) > MOST) throw this.wrong(`a tool has at most ${MOST} downstreams`);
    this.checkLength();
    props.clientCredential.admit(host.gatewayRole);
    if (needsKey(downstream)) host.requireKey();
    if (this.list.length === 1) this.writeParameter();
  }

  /** Whether there are any. From then on none is added. */
  settle(): boolean {
    this.settled = true;
    return this.list.length > 0;
  }

  private read(name: string, props: DownstreamProps): Downstream {
    try {
      return readDownstream(name, props, this.props.host.issuerUrl);
    } catch (cause) {
      throw this.wrong(cause instanceof Error ? cause.message : String(cause), cause);
    }
  }

  private writeParameter(): void {
    const { gatewayName, toolName } = this.props;
    const stack = Stack.of(this.tool);
    new ssm.StringParameter(this.tool, 'Downstreams', {
      parameterName: downstreamsName(gatewayName, toolName),
      description: `Services outside AWS that ${toolName} calls in the name of its caller`,
      // Asked for late: more may be added. It must read as what the gateway expects.
      stringValue: Lazy.string({ produce: () => stack.toJsonString(Downstreams.parse(this.list)) }),
      tier: ssm.ParameterTier.STANDARD,
    });
  }

  /** Counts what is known at synth; an ARN that a token hides is counted by CloudFormation. */
  private checkLength(): void {
    const text = JSON.stringify(this.list);
    if (text.includes('{{')) throw this.wrong('{{ is what Systems Manager reads as a reference');
    const known = text.replaceAll(/\$\{Token\[[^\]]*\]\}/g, '').length;
    if (known > MAX_CHARACTERS) {
      throw this.wrong(`the downstreams of a tool have at most ${MAX_CHARACTERS} characters together, got ${known}`);
    }
  }

  private wrong(message: string, cause?: unknown): Error {
    return new Error(`${this.tool.node.path}: ${message}`, { cause });
  }
}
