import { Construct } from 'constructs';
import type { GatewayEnvironment } from '../../shared/environment.ts';
import type { IsolatedFunction } from '../isolated-function.ts';
import type { ConnectionHost, ToolConnection } from '../tool/secret-connection.ts';
import { ConnectPage, type ConnectPageProps } from './connect-page.ts';

export interface GatewayConnectProps extends ConnectPageProps {
  /** The function that gives out links to the page. */
  readonly gateway: IsolatedFunction;
}

/** What a gateway needs so that people enter secrets of their own. Empty until a tool has such a secret (F12). */
export class GatewayConnect extends Construct implements ConnectionHost {
  private readonly props: GatewayConnectProps;
  private page: ConnectPage | undefined;

  constructor(scope: Construct, id: string, props: GatewayConnectProps) {
    super(scope, id);
    this.props = props;
  }

  offer(connection: ToolConnection): void {
    this.page ??= this.makePage();
    this.page.offer(connection);
  }

  private makePage(): ConnectPage {
    const { gateway, ...props } = this.props;
    const page = new ConnectPage(this, 'Page', props);
    const variable: keyof GatewayEnvironment = 'CONNECT_TABLE';
    gateway.function.addEnvironment(variable, props.state.table.tableName);
    props.state.grantWriteConnectRequests(gateway.role);
    return page;
  }
}
