import { DatasetError } from '../error.js';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Fetches through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (or the same in lower case) name, as
 * curl and Python do; Node's own `fetch` ignores them. With only `HTTP_PROXY`, that proxy is also taken for https.
 * Without one of them, and in a browser, it is the global `fetch`.
 *
 * @throws {DatasetError} If the address of the proxy cannot be used, or what `fetch` throws.
 */
export async function fetchWithProxy(url: string, init: RequestInit): Promise<Response> {
  const settings = proxySettings();
  if (settings === undefined) return globalThis.fetch(url, init);
  const key = JSON.stringify(settings);
  // Kept, as its connections are; replaced when the settings change.
  if (current?.key !== key) current = { key, fetch: openProxy(settings) };
  return (await current.fetch)(url, init);
}

interface ProxySettings {
  readonly httpProxy: string | undefined;
  readonly httpsProxy: string | undefined;
  readonly noProxy: string | undefined;
}

let current: { readonly key: string; readonly fetch: Promise<Fetch> } | undefined;

function proxySettings(): ProxySettings | undefined {
  const env = globalThis.process?.env;
  if (env === undefined) return undefined;
  const httpProxy = proxyAddress('HTTP_PROXY', env.http_proxy || env.HTTP_PROXY);
  const httpsProxy = proxyAddress('HTTPS_PROXY', env.https_proxy || env.HTTPS_PROXY);
  if (httpProxy === undefined && httpsProxy === undefined) return undefined;
  return { httpProxy, httpsProxy, noProxy: env.no_proxy ?? env.NO_PROXY };
}

/** The address with its scheme, which may be omitted: `proxy.example:3128`. */
function proxyAddress(name: string, value: string | undefined): string | undefined {
  const text = value?.trim();
  if (text === undefined || text === '') return undefined;
  const address = text.includes('://') ? text : `http://${text}`;
  if (/^https?:\/\/./i.test(address) && URL.canParse(address)) return address;
  throw new DatasetError(`${name} is not the address of a proxy: expected http://host:port.`);
}

async function openProxy(settings: ProxySettings): Promise<Fetch> {
  // Loaded only here, as few need it. Its own fetch, since that of Node may be of another version.
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  const dispatcher = new EnvHttpProxyAgent({
    // An empty text keeps the agent from looking in the environment itself.
    httpProxy: settings.httpProxy ?? '',
    httpsProxy: settings.httpsProxy ?? '',
    noProxy: settings.noProxy ?? '',
  });
  return (url, init) =>
    fetch(url, { ...init, dispatcher } as Parameters<typeof fetch>[1]) as unknown as Promise<Response>;
}
