import { Inject, Injectable } from '@nestjs/common';
import { API_CONFIG, type ApiConfig } from './config.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** `host:port` without the port. */
function hostName(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

/** Under which names this server is asked, and by whose pages. */
@Injectable()
export class Origins {
  readonly #names: readonly string[];

  constructor(@Inject(API_CONFIG) { accounts }: Pick<ApiConfig, 'accounts'>) {
    const url = accounts?.publicUrl ?? null;
    this.#names = url === null ? LOOPBACK_NAMES : [...LOOPBACK_NAMES, new URL(url).hostname.toLowerCase()];
  }

  get names(): readonly string[] {
    return this.#names;
  }

  /**
   * Without accounts, loopback is the only wall. A web page elsewhere can still make this machine's browser ask us
   * under a name of its own that resolves to loopback (DNS rebinding): such requests carry that name.
   */
  isOwnHost(host: string | undefined): boolean {
    return host !== undefined && this.#names.includes(hostName(host));
  }

  /**
   * Browsers send where a page came from; the page must be ours, and beyond this machine nobody on the way may have
   * changed it. Other programs send none.
   */
  isOwnOrigin({ host, origin }: Headers): boolean {
    if (typeof host !== 'string' || !this.isOwnHost(host)) return false;
    if (origin === undefined) return true;
    if (!URL.canParse(String(origin))) return false;
    const page = new URL(String(origin));
    return page.host === host && (page.protocol === 'https:' || LOOPBACK_NAMES.includes(page.hostname));
  }
}
